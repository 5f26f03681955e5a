package io.openons.broker.server.grpc.v2;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Broker;
import io.openons.proto.v2.Endpoints;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/**
 * Under which address clients are told to reach this broker: the configured one; else the one the
 * client says it used, which works through port mappings and tunnels; else the one its connection
 * goes to.
 */
final class Addresses {
  /** Stable over restarts, since clients make state by it. */
  private static final String BROKER_NAME = "openons";

  private final Endpoints advertised;

  /**
   * Makes the choice.
   *
   * @param advertised the address for all clients; null to go by what each client used
   */
  Addresses(InetSocketAddress advertised) {
    this.advertised = advertised == null ? null : endpoints(advertised);
  }

  /**
   * Returns the broker as a client is to reach it.
   *
   * @param used the addresses that the client says it used; none is fine
   * @throws BrokerException with {@link Reason#ILLEGAL_ADDRESS} when they cannot be addresses
   */
  Broker broker(Endpoints used) {
    return Broker.newBuilder().setName(BROKER_NAME).setId(0).setEndpoints(endpoints(used)).build();
  }

  private Endpoints endpoints(Endpoints used) {
    if (used.getAddressesCount() > 0) {
      check(used);
    }
    if (advertised != null) {
      return advertised;
    }
    return used.getAddressesCount() > 0 ? used : endpoints(CallInfo.current().reachedAt());
  }

  private static void check(Endpoints used) {
    boolean known =
        switch (used.getScheme()) {
          case IPv4, IPv6, DOMAIN_NAME -> true;
          case ADDRESS_SCHEME_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    for (Address address : used.getAddressesList()) {
      if (!known
          || address.getHost().isBlank()
          || address.getPort() < 1
          || address.getPort() > 65_535) {
        throw new BrokerException(
            Reason.ILLEGAL_ADDRESS,
            "the access point has the address '%s:%d' of scheme %s, which cannot be"
                .formatted(address.getHost(), address.getPort(), used.getScheme()));
      }
    }
  }

  private static Endpoints endpoints(InetSocketAddress address) {
    return Endpoints.newBuilder()
        .setScheme(scheme(address))
        .addAddresses(
            Address.newBuilder().setHost(address.getHostString()).setPort(address.getPort()))
        .build();
  }

  private static AddressScheme scheme(InetSocketAddress address) {
    String host = address.getHostString();
    if (address.getAddress() instanceof Inet6Address && host.indexOf(':') >= 0) {
      return AddressScheme.IPv6;
    }
    return host.matches("[0-9.]+") ? AddressScheme.IPv4 : AddressScheme.DOMAIN_NAME;
  }
}
