package io.openons.broker.server.net;

import io.netty.buffer.ByteBuf;

/** How connections of a protocol begin, and what those that begin in another way are told. */
public interface Greeting {
  /** Whether bytes are the beginning of a connection of the protocol. */
  enum Match {
    /** They are. */
    YES,
    /** They are not. */
    NO,
    /** More of them are needed. */
    MORE
  }

  /** Returns the name of the protocol for the log: {@code gRPC}. */
  String protocol();

  /** Returns the sentences that a web browser is shown. */
  String hint();

  /** Looks at first bytes, at least two, from the reader index on; changes nothing. */
  Match match(ByteBuf bytes);
}
