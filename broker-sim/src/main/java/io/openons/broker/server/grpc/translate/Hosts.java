package io.openons.broker.server.grpc.translate;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Addresses of brokers; all versions have the same names of schemes. */
public final class Hosts {
  /** The name of this broker in routes: stable over restarts, since clients make state by it. */
  public static final String BROKER_NAME = "openons";

  private Hosts() {}

  /** Returns the name of the scheme that an address is written in. */
  public static String scheme(InetSocketAddress address) {
    String host = address.getHostString();
    if (address.getAddress() instanceof Inet6Address && host.indexOf(':') >= 0) {
      return "IPv6";
    }
    return host.matches("[0-9.]+") ? "IPv4" : "DOMAIN_NAME";
  }

  /**
   * Checks an address that a client says it used.
   *
   * @param scheme the name of its scheme
   * @param known whether that is one
   * @throws BrokerException with {@link Reason#ILLEGAL_ADDRESS} when it cannot be an address
   */
  public static void check(String host, int port, String scheme, boolean known) {
    if (!known || host.isBlank() || port < 1 || port > 65_535) {
      throw new BrokerException(
          Reason.ILLEGAL_ADDRESS,
          "the access point has the address '%s:%d' of scheme %s, which cannot be"
              .formatted(host, port, scheme));
    }
  }
}
