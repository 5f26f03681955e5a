package io.openons.broker.server.remoting.route;

import io.openons.broker.server.net.AddressForClients;
import io.openons.broker.server.remoting.call.Peer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;

/** The address of this broker as clients are told it. */
public final class BrokerAddress {
  private final AddressForClients<InetSocketAddress> rule;
  private final InetSocketAddress advertised;

  /**
   * Makes the choice.
   *
   * @param advertised the address for all clients; null for the one that each client reached
   */
  public BrokerAddress(InetSocketAddress advertised) {
    this.rule = new AddressForClients<>(advertised, UnaryOperator.identity());
    this.advertised = advertised == null ? null : resolved(advertised);
  }

  /** Ids of messages hold four bytes; a name that is not known here is left to the clients. */
  private static InetSocketAddress resolved(InetSocketAddress address) {
    try {
      return new InetSocketAddress(
          InetAddress.getByName(address.getHostString()), address.getPort());
    } catch (UnknownHostException e) {
      return address;
    }
  }

  /** Returns {@code host:port} for routes. */
  public String text(Peer peer) {
    InetSocketAddress address = rule.choose(null, peer.reachedAt());
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Returns the address for ids of messages. */
  public InetSocketAddress of(Peer peer) {
    return advertised == null ? peer.reachedAt() : advertised;
  }
}
