package io.openons.broker.core.message;

import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordKey;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Numbered things that are being deleted: a record marks the thing, from which moment it does not
 * exist; soon after, all that belonged to it is removed, and the mark in the end. A crash in
 * between leaves the mark, and the next start goes on from there.
 *
 * <pre>
 * size
 *       a mark
 *    1  version of this format: 1
 *
 *       the highest number
 *    1  version of this format: 1
 *    4  the number
 * </pre>
 *
 * <p>Safe on any thread.
 */
public final class Deletions {
  /**
   * Milliseconds until what belonged to a deleted thing is removed: a call that found it before can
   * still add to it. Ours: 1 s.
   */
  static final long PATIENCE = 1000;

  private static final byte VERSION = 1;

  private final Journal journal;
  private final byte kind;
  private final byte markKind;
  private final LongSupplier elapsed;
  private final Map<Integer, Long> marked = new HashMap<>();

  /**
   * Goes on from what the journal holds.
   *
   * @param kind the kind of the things' keys
   * @param markKind the kind of the marks' keys
   * @param elapsed the time that passes, in milliseconds
   */
  public Deletions(Journal journal, byte kind, byte markKind, LongSupplier elapsed) {
    this.journal = journal;
    this.kind = kind;
    this.markKind = markKind;
    this.elapsed = elapsed;
    long now = elapsed.getAsLong();
    journal.latest(markKind).keySet().forEach(name -> marked.put(Integer.parseInt(name), now));
  }

  /** Returns the highest number that a deleted thing had; 0 when there was none. */
  public int lastNumber() {
    byte[] stored = journal.value(lastKey());
    if (stored == null) {
      return 0;
    }
    ByteBuffer in = ByteBuffer.wrap(stored);
    if (in.get() != VERSION) {
      throw new IllegalStateException(
          "the last number of kind %d has an unknown version; use the broker that wrote it"
              .formatted(kind));
    }
    return in.getInt();
  }

  private RecordKey lastKey() {
    return new RecordKey(KeyKinds.LAST_NUMBER, String.valueOf(kind));
  }

  /** Says whether a thing is marked. */
  public synchronized boolean contains(int number) {
    return marked.containsKey(number);
  }

  /** Says whether nothing is marked. */
  public synchronized boolean isEmpty() {
    return marked.isEmpty();
  }

  /** Marks a thing, which does not exist from now on. */
  public synchronized void mark(int number) {
    journal.put(key(markKind, number), new byte[] {VERSION});
    marked.put(number, elapsed.getAsLong());
  }

  /**
   * Removes the things that were marked long enough ago.
   *
   * @param belongings removes what belongs to a thing
   */
  public void finish(IntConsumer belongings) {
    Set<Integer> due = new HashSet<>();
    synchronized (this) {
      long limit = elapsed.getAsLong() - PATIENCE;
      marked.forEach(
          (number, since) -> {
            if (since <= limit) {
              due.add(number);
            }
          });
    }
    for (int number : due) {
      belongings.accept(number);
      if (number > lastNumber()) {
        journal.put(
            lastKey(), ByteBuffer.allocate(1 + Integer.BYTES).put(VERSION).putInt(number).array());
      }
      journal.remove(key(kind, number));
      journal.remove(key(markKind, number));
      synchronized (this) {
        marked.remove(number);
      }
    }
  }

  private static RecordKey key(byte kind, int number) {
    return new RecordKey(kind, String.valueOf(number));
  }
}
