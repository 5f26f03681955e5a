package io.openons.broker.store.log;

import io.openons.broker.store.Journal;
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
 *     32    4  number of hashes to find it by
 *     36       the hashes, 4 each; the key change; the content
 * </pre>
 *
 * @param queue where it goes
 * @param time a time by which the queue's entries can be searched, such as that of storing,
 *     milliseconds since 1970
 * @param hash a hash by which readers can pass over the entry without reading the record, such as
 *     its tag's
 * @param findBy hashes by which {@link Journal#find} finds it
 * @param content what the writer wants back
 * @param change the key that changes with it, given the offset that the record gets; null for none
 */
public record QueueRecord(
    QueueKey queue,
    long time,
    int hash,
    int[] findBy,
    byte[] content,
    LongFunction<KeyChange> change) {
  /** Bytes before the hashes. */
  public static final int PREFIX = 36;

  private static final int[] NO_HASHES = {};

  /** Makes a record that changes no key and is found by no hash. */
  public QueueRecord(QueueKey queue, long time, int hash, byte[] content) {
    this(queue, time, hash, NO_HASHES, content, null);
  }

  /** Returns the payload for the offset that the record gets. */
  public byte[] payload(long offset) {
    byte[] changed = change == null ? new byte[0] : change.apply(offset).encode();
    ByteBuffer out =
        ByteBuffer.allocate(
            PREFIX + findBy.length * Integer.BYTES + changed.length + content.length);
    out.putInt(queue.topic())
        .putInt(queue.queue())
        .putLong(offset)
        .putLong(time)
        .putInt(hash)
        .putInt(changed.length)
        .putInt(findBy.length);
    for (int found : findBy) {
      out.putInt(found);
    }
    return out.put(changed).put(content).array();
  }

  public static QueueKey queue(ByteBuffer payload) {
    return new QueueKey(payload.getInt(0), payload.getInt(4));
  }

  public static long offset(ByteBuffer payload) {
    return payload.getLong(8);
  }

  public static long time(ByteBuffer payload) {
    return payload.getLong(16);
  }

  public static int hash(ByteBuffer payload) {
    return payload.getInt(24);
  }

  /** Returns the hashes by which the record is found. */
  public static int[] findBy(ByteBuffer payload) {
    int[] hashes = new int[payload.getInt(32)];
    payload.slice(PREFIX, hashes.length * Integer.BYTES).asIntBuffer().get(hashes);
    return hashes;
  }

  /** Returns the key that changes with the record; null for none. */
  public static KeyChange change(ByteBuffer payload) {
    int length = payload.getInt(28);
    return length == 0 ? null : KeyChange.decode(payload.slice(changeStart(payload), length));
  }

  public static ByteBuffer content(ByteBuffer payload) {
    int start = changeStart(payload) + payload.getInt(28);
    return payload.slice(start, payload.capacity() - start);
  }

  private static int changeStart(ByteBuffer payload) {
    return PREFIX + payload.getInt(32) * Integer.BYTES;
  }
}
