package io.openons.broker.server.remoting.message;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.MessageKind;

/** The bits that clients set about a message. */
final class SystemFlags {
  static final int COMPRESSED = 0x01;
  private static final int COMMITTED = 0x08;
  private static final int COMPRESSION = 0x700;
  private static final int LZ4 = 0x100;
  private static final int ZSTD = 0x200;
  private static final int ZLIB = 0x300;

  private SystemFlags() {}

  /**
   * Returns how a body is encoded.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_BATCH} when nobody could read it
   */
  static BodyEncoding encoding(int flags) {
    if ((flags & COMPRESSED) == 0) {
      return BodyEncoding.IDENTITY;
    }
    return switch (flags & COMPRESSION) {
      // Clients from before there was a choice set none.
      case 0, ZLIB -> BodyEncoding.ZLIB;
      case LZ4 -> BodyEncoding.LZ4;
      case ZSTD -> BodyEncoding.ZSTD;
      default ->
          throw new BrokerException(
              Reason.ILLEGAL_BATCH,
              "the body is compressed in an unknown way, 0x%x; known are LZ4, ZSTD and ZLIB"
                  .formatted(flags & COMPRESSION));
    };
  }

  /** Returns the bits for a receiver, who gets zlib without a number, as all clients know it. */
  static int of(MessageKind kind, BodyEncoding encoding) {
    int compression =
        switch (encoding) {
          case IDENTITY, GZIP -> 0;
          case ZLIB -> COMPRESSED;
          case LZ4 -> COMPRESSED | LZ4;
          case ZSTD -> COMPRESSED | ZSTD;
        };
    return compression | (kind == MessageKind.TRANSACTION ? COMMITTED : 0);
  }
}
