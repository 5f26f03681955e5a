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
  private static final int ZLIB = 0x300;
  private static final int LZ4 = 0x100;

  private SystemFlags() {}

  /**
   * Returns how a body is encoded.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_BATCH} when receivers of other protocols
   *     could not read it
   */
  static BodyEncoding encoding(int flags) {
    if ((flags & COMPRESSED) == 0) {
      return BodyEncoding.IDENTITY;
    }
    int type = flags & COMPRESSION;
    if (type == 0 || type == ZLIB) {
      return BodyEncoding.ZLIB;
    }
    throw new BrokerException(
        Reason.ILLEGAL_BATCH,
        "the body is compressed by %s, which not every client reads; set the type ZLIB"
            .formatted(type == LZ4 ? "LZ4" : "ZSTD"));
  }

  /** Returns the bits for a receiver. */
  static int of(MessageKind kind, boolean isCompressed) {
    return (isCompressed ? COMPRESSED : 0) | (kind == MessageKind.TRANSACTION ? COMMITTED : 0);
  }
}
