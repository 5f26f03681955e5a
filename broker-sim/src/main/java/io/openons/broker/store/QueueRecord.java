package io.openons.broker.store;

import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/**
 * A record on its way to a queue of the journal. It may change one key at the same time, so that
 * both happen or none.
 *
 * <p>Its payload in the log:
 *
 * <pre>
 * offset size
 *      0    4  number of the topic
 *      4    4  number of the queue
 *      8    8  offset in the queue
 *     16    8  time, milliseconds since 1970
 *     24    4  hash
 *     28    4  length of the key change; 0 when there is none
 *     32       the key change, then the content
 * </pre>
 *
 * @param queue where it goes
 * @param time a time by which the queue's entries can be searched, such as that of storing,
 *     milliseconds since 1970
 * @param hash a hash by which readers can pass over the entry without reading the record, such as
 *     its tag's
 * @param content what the writer wants back
 * @param change the key that changes with it, given the offset that the record gets; null for none
 */
public record QueueRecord(
    QueueKey queue, long time, int hash, byte[] content, LongFunction<KeyChange> change) {
  private static final int PREFIX = 32;

  /** Makes a record that changes no key. */
  public QueueRecord(QueueKey queue, long time, int hash, byte[] content) {
    this(queue, time, hash, content, null);
  }

  /** Returns the payload for the offset that the record gets. */
  byte[] payload(long offset) {
    byte[] changed = change == null ? new byte[0] : change.apply(offset).encode();
    return ByteBuffer.allocate(PREFIX + changed.length + content.length)
        .putInt(queue.topic())
        .putInt(queue.queue())
        .putLong(offset)
        .putLong(time)
        .putInt(hash)
        .putInt(changed.length)
        .put(changed)
        .put(content)
        .array();
  }

  static QueueKey queue(ByteBuffer payload) {
    return new QueueKey(payload.getInt(0), payload.getInt(4));
  }

  static long offset(ByteBuffer payload) {
    return payload.getLong(8);
  }

  static long time(ByteBuffer payload) {
    return payload.getLong(16);
  }

  static int hash(ByteBuffer payload) {
    return payload.getInt(24);
  }

  /** Returns the key that changes with the record; null for none. */
  static KeyChange change(ByteBuffer payload) {
    int length = payload.getInt(28);
    return length == 0 ? null : KeyChange.decode(payload.slice(PREFIX, length));
  }

  static ByteBuffer content(ByteBuffer payload) {
    int start = PREFIX + payload.getInt(28);
    return payload.slice(start, payload.capacity() - start);
  }
}
