package io.openons.broker.store.log;

import java.nio.ByteBuffer;

/** The types of the journal's records, and the payloads of the small ones; they are on disk. */
public final class LogRecordTypes {
  /** A {@link QueueRecord} at the end of its queue. */
  public static final byte QUEUED = 1;

  /** A {@link KeyChange}. */
  public static final byte KEY_CHANGED = 2;

  /**
   * A {@link QueueRecord} that takes the place of an older one, so that its queue begins behind the
   * older one: 8 bytes offset of the older one, then the record.
   */
  public static final byte MOVED = 3;

  /**
   * A queue has no record below an offset: 4 bytes topic, 4 bytes queue, 8 bytes offset. Says where
   * an empty queue goes on.
   */
  public static final byte QUEUE_BEGINS = 4;

  /** A queue is needed no more: 4 bytes topic, 4 bytes queue. */
  public static final byte QUEUE_FORGOTTEN = 5;

  private LogRecordTypes() {}

  public static byte[] moved(long from, byte[] record) {
    return ByteBuffer.allocate(Long.BYTES + record.length).putLong(from).put(record).array();
  }

  public static long movedFrom(ByteBuffer payload) {
    return payload.getLong(0);
  }

  /** Returns the payload of a {@link QueueRecord} from a record of one of the types for them. */
  public static ByteBuffer queueRecord(byte type, ByteBuffer payload) {
    return type == MOVED ? payload.slice(Long.BYTES, payload.capacity() - Long.BYTES) : payload;
  }

  public static byte[] queueBegins(QueueKey queue, long offset) {
    return ByteBuffer.allocate(16)
        .putInt(queue.topic())
        .putInt(queue.queue())
        .putLong(offset)
        .array();
  }

  public static byte[] queueForgotten(QueueKey queue) {
    return ByteBuffer.allocate(8).putInt(queue.topic()).putInt(queue.queue()).array();
  }

  public static QueueKey queue(ByteBuffer payload) {
    return new QueueKey(payload.getInt(0), payload.getInt(4));
  }
}
