package io.openons.broker.server.grpc.v1.rpc;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.translate.Hosts;
import io.openons.broker.server.net.AddressForClients;
import io.openons.proto.v1.Address;
import io.openons.proto.v1.AddressScheme;
import io.openons.proto.v1.Broker;
import io.openons.proto.v1.Endpoints;
import java.net.InetSocketAddress;

/** The address of this broker as the wire has it, by the rule of {@link AddressForClients}. */
public final class Addresses {
  private final AddressForClients<Endpoints> rule;

  /**
   * Makes the choice.
   *
   * @param advertised the address for all clients; null to go by the one that each client used
   */
  public Addresses(InetSocketAddress advertised) {
    this.rule = new AddressForClients<>(advertised, Addresses::endpoints);
  }

  /**
   * Returns the broker as a client is to reach it.
   *
   * @param used the addresses that the client says it used; none is fine
   * @throws BrokerException with {@link Reason#ILLEGAL_ADDRESS} when they cannot be addresses
   */
  Broker broker(Endpoints used) {
    for (Address address : used.getAddressesList()) {
      Hosts.check(
          address.getHost(),
          address.getPort(),
          used.getScheme().name(),
          used.getScheme() != AddressScheme.UNRECOGNIZED);
    }
    Endpoints named = used.getAddressesCount() > 0 ? used : null;
    Endpoints chosen = rule.choose(named, CallInfo.current().reachedAt());
    return Broker.newBuilder().setName(Hosts.BROKER_NAME).setId(0).setEndpoints(chosen).build();
  }

  private static Endpoints endpoints(InetSocketAddress address) {
    return Endpoints.newBuilder()
        .setScheme(AddressScheme.valueOf(Hosts.scheme(address)))
        .addAddresses(
            Address.newBuilder().setHost(address.getHostString()).setPort(address.getPort()))
        .build();
  }
}
