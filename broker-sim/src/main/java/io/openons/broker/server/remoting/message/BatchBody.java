package io.openons.broker.server.remoting.message;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.remoting.message.SentMessages.Sent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Several messages in one body:
 *
 * <pre>
 * size
 *    4  length of the message
 *    8  a magic number and a checksum, which are 0
 *    4  the user's flag
 *    4  length of the body; the body
 *    2  length of the properties; the properties
 * </pre>
 */
public final class BatchBody {
  /** Most messages of a request to send, of every protocol. */
  static final int MAX_MESSAGES = 1024;

  private static final int LEAST = 4 + 8 + 4 + 4 + 2;

  private BatchBody() {}

  /**
   * Reads the messages; what is not in the body they have in common.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_BATCH} when the lengths in it do not fit, or
   *     they are too many
   */
  public static List<Sent> read(Sent common) {
    ByteBuffer in = common.body().duplicate();
    List<Sent> messages = new ArrayList<>();
    while (in.hasRemaining()) {
      if (messages.size() == MAX_MESSAGES) {
        throw new BrokerException(
            Reason.ILLEGAL_BATCH,
            "the batch has more than %d messages; send them in several".formatted(MAX_MESSAGES));
      }
      messages.add(read(in, common));
    }
    return messages;
  }

  private static Sent read(ByteBuffer in, Sent common) {
    int begin = in.position();
    try {
      int length = in.getInt();
      if (length < LEAST || length > in.remaining() + Integer.BYTES) {
        throw corrupt(begin);
      }
      in.getLong();
      int flag = in.getInt();
      ByteBuffer body = part(in, in.getInt(), begin);
      ByteBuffer properties = part(in, Short.toUnsignedInt(in.getShort()), begin);
      if (in.position() != begin + length) {
        throw corrupt(begin);
      }
      return new Sent(
          common.systemFlags(),
          flag,
          StandardCharsets.UTF_8.decode(properties).toString(),
          common.bornTime(),
          common.bornHost(),
          0,
          body);
    } catch (BufferUnderflowException e) {
      throw corrupt(begin);
    }
  }

  private static ByteBuffer part(ByteBuffer in, int length, int begin) {
    if (length < 0 || length > in.remaining()) {
      throw corrupt(begin);
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static BrokerException corrupt(int begin) {
    return new BrokerException(
        Reason.ILLEGAL_BATCH,
        "the batch has no message at byte %d: the lengths do not fit".formatted(begin));
  }
}
