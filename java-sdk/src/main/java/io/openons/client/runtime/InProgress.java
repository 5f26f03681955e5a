package io.openons.client.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts work that is under way, so that a shutdown can wait for it: {@link #close()} first, then
 * {@link #awaitAtMost}. Costs two atomic operations per piece of work as long as it is open.
 */
public final class InProgress {
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /** Nothing under way. */
  public InProgress() {}

  /** Begins a piece of work; false, and nothing to end, when closed. */
  public boolean begin() {
    count.incrementAndGet();
    if (closed) {
      end();
      return false;
    }
    return true;
  }

  /** Ends a piece of work. */
  public void end() {
    count.decrementAndGet();
    if (closed) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Returns how many pieces of work are under way. */
  public int count() {
    return count.get();
  }

  /** Lets no work begin any more. */
  public void close() {
    closed = true;
  }

  /**
   * Waits, after {@link #close()}, until at most so many pieces of work are left.
   *
   * @param rest more than 0 when the caller itself is such a piece
   * @return whether it came to that in time; false too when the thread was interrupted, which it
   *     then still is
   */
  public synchronized boolean awaitAtMost(int rest, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (count.get() > rest) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        wait(left / 1_000_000 + 1);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
