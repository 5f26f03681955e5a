package io.openons.broker.store;

import java.nio.ByteBuffer;

/**
 * A record on its way to a queue of the journal.
 *
 * @param queue where it goes
 * @param storeTime when it is stored, milliseconds since 1970
 * @param tagHash the hash of its tag, kept in the queue so that readers can pass over it without
 *     reading it
 * @param payload {@link #PREFIX} bytes that the journal fills in, then the content
 */
public record QueueRecord(QueueKey queue, long storeTime, int tagHash, byte[] payload) {
  /**
   * Bytes that the writer leaves free at the start of the payload: topic 4, queue 4, offset 8,
   * store time 8, tag hash 4.
   */
  public static final int PREFIX = 28;

  /** Writes the prefix for the offset that the record gets. */
  void fillPrefix(long offset) {
    ByteBuffer.wrap(payload)
        .putInt(queue.topic())
        .putInt(queue.queue())
        .putLong(offset)
        .putLong(storeTime)
        .putInt(tagHash);
  }

  static QueueKey queue(ByteBuffer payload) {
    return new QueueKey(payload.getInt(0), payload.getInt(4));
  }

  static long offset(ByteBuffer payload) {
    return payload.getLong(8);
  }

  static long storeTime(ByteBuffer payload) {
    return payload.getLong(16);
  }

  static int tagHash(ByteBuffer payload) {
    return payload.getInt(24);
  }

  static ByteBuffer content(ByteBuffer payload) {
    return payload.slice(PREFIX, payload.capacity() - PREFIX);
  }
}
