package io.openons.client.consumer.broadcast;

import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * How far a queue is consumed when its messages are handled at the same time: up to the first one
 * that is not. Safe on any thread.
 */
final class QueueProgress {
  private final TreeSet<Long> open = new TreeSet<>();
  private long next;
  private long told;

  /** Nothing is consumed from this offset on. */
  QueueProgress(long start) {
    this.next = start;
    this.told = start;
  }

  /** The handling of a message begins; messages come in order. */
  synchronized void begin(long offset) {
    open.add(offset);
    next = offset + 1;
  }

  /**
   * The handling of a message ends.
   *
   * @param progress takes the offset up to which all is handled, in order, if it has grown
   */
  synchronized void end(long offset, LongConsumer progress) {
    open.remove(offset);
    long upTo = open.isEmpty() ? next : open.first();
    if (upTo > told) {
      told = upTo;
      progress.accept(upTo);
    }
  }
}
