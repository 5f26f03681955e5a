package io.openons.broker.server.remoting.message;

import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.server.remoting.codec.Command;
import java.net.InetSocketAddress;

/**
 * Whom messages are written for.
 *
 * @param broker the address of this broker, as the receiver knows it
 * @param version the ordinal of the receiver's release
 */
public record Receiver(InetSocketAddress broker, int version) {
  /** Releases from this one on, 4.9.8, read every encoding of the protocol; others only zlib. */
  private static final int READS_ALL = 409;

  /** Returns the sender of a request as the receiver of its answer. */
  public static Receiver of(Command request, InetSocketAddress broker) {
    return new Receiver(broker, request.version());
  }

  /** Returns a receiver of unknown release. */
  public static Receiver any(InetSocketAddress broker) {
    return new Receiver(broker, 0);
  }

  boolean reads(BodyEncoding encoding) {
    return switch (encoding) {
      case IDENTITY, ZLIB -> true;
      case GZIP -> false;
      case LZ4, ZSTD -> version >= READS_ALL;
    };
  }
}
