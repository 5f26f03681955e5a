package io.openons.broker.server.net;

import java.net.InetSocketAddress;

/** A protocol that a broker serves at an address. */
public interface Listener extends AutoCloseable {
  /** Returns the name of the protocol: {@code grpc}. */
  String protocol();

  /** Returns the address that is listened on, with the port that was taken. */
  InetSocketAddress address();

  /** Ends all calls in good order and frees the port; no effect when called again. */
  @Override
  void close();
}
