package io.openons.broker.core.message;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A message that is stored outside of its topic until it may be delivered:
 *
 * <pre>
 * size
 *    4  number of the topic; its highest bit says whether there is a queue
 *    4  only then: number of the queue
 *       the message
 * </pre>
 *
 * @param topicId number of the topic it is for
 * @param queue the queue that the sender has chosen; empty when the broker chooses
 * @param message the message
 */
public record Parked(int topicId, OptionalInt queue, Message message) {
  private static final int HAS_QUEUE = 0x8000_0000;

  /** Returns the content of its record. */
  public byte[] encode() {
    byte[] encoded = MessageCodec.encode(message);
    if (queue.isEmpty()) {
      return ByteBuffer.allocate(Integer.BYTES + encoded.length)
          .putInt(topicId)
          .put(encoded)
          .array();
    }
    return ByteBuffer.allocate(2 * Integer.BYTES + encoded.length)
        .putInt(topicId | HAS_QUEUE)
        .putInt(queue.getAsInt())
        .put(encoded)
        .array();
  }

  /** Reads the content of a record. */
  public static Parked decode(ByteBuffer content) {
    int topic = content.getInt(0);
    boolean hasQueue = (topic & HAS_QUEUE) != 0;
    int begin = hasQueue ? 2 * Integer.BYTES : Integer.BYTES;
    return new Parked(
        topic & ~HAS_QUEUE,
        hasQueue ? OptionalInt.of(content.getInt(Integer.BYTES)) : OptionalInt.empty(),
        MessageCodec.decode(content.slice(begin, content.capacity() - begin)));
  }
}
