package io.openons.broker.server.net;

import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * The address under which clients reach this broker: the advertised one; else the one that the
 * client used, which works through port mappings and tunnels; else the one that its connection
 * reached.
 *
 * @param <A> an address as a protocol has it
 */
public final class AddressForClients<A> {
  private final A advertised;
  private final Function<InetSocketAddress, A> translate;

  /**
   * Makes the choice for a protocol.
   *
   * @param advertised the address for all clients; null to go by the one that each client used
   * @param translate turns an address into that of the protocol
   */
  public AddressForClients(InetSocketAddress advertised, Function<InetSocketAddress, A> translate) {
    this.advertised = advertised == null ? null : translate.apply(advertised);
    this.translate = translate;
  }

  /**
   * Returns the address for a client.
   *
   * @param used the address that the client says it used; null when it names none
   * @param reached the address of ours that its connection goes to
   */
  public A choose(A used, InetSocketAddress reached) {
    if (advertised != null) {
      return advertised;
    }
    return used != null ? used : translate.apply(reached);
  }
}
