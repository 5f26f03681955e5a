package io.openons.broker.core.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What was made because somebody named it, and was never used for anything: it goes when nobody has
 * named it for {@link #PATIENCE}. Safe on any thread.
 *
 * @param <T> what it is
 */
public final class OnTrial<T> {
  /** How long something is kept that nobody names or uses: 1 h. Ours. */
  public static final Duration PATIENCE = Duration.ofHours(1);

  /** Looks in one go: well below a millisecond. */
  private static final int LOOKS = 256;

  /** When something was named last. Safe on any thread. */
  public static final class Naming {
    private static final long GONE = Long.MIN_VALUE;
    private long last;

    /** Begins as named at a time. */
    public Naming(long now) {
      last = now;
    }

    /** Notes that it is named again; returns false when it is gone. */
    public synchronized boolean named(long now) {
      if (last != GONE) {
        last = now;
      }
      return last != GONE;
    }

    private synchronized boolean goes(long limit) {
      if (last > limit) {
        return false;
      }
      last = GONE;
      return true;
    }
  }

  private record Trial<T>(T what, Naming naming, long lookAt) {}

  private final LongSupplier elapsed;
  private final Queue<Trial<T>> trials = new ArrayDeque<>();

  /**
   * Begins empty.
   *
   * @param elapsed the time that passes, in milliseconds
   */
  public OnTrial(LongSupplier elapsed) {
    this.elapsed = elapsed;
  }

  /** Takes up something. */
  public synchronized void add(T what, Naming naming) {
    trials.add(new Trial<>(what, naming, elapsed.getAsLong() + PATIENCE.toMillis()));
  }

  /**
   * Looks for what goes. Returns whether there may be more, for another call.
   *
   * @param isUsed whether something is used by now, so that it stays for good
   */
  public boolean sweep(Predicate<T> isUsed, Consumer<T> whenGone) {
    for (int count = 0; count < LOOKS; count++) {
      Trial<T> due = due();
      if (due == null) {
        return false;
      }
      long now = elapsed.getAsLong();
      if (isUsed.test(due.what)) {
        continue;
      }
      if (due.naming.goes(now - PATIENCE.toMillis())) {
        whenGone.accept(due.what);
      } else {
        // All are looked at in the order of these times, up to twice the patience late.
        synchronized (this) {
          trials.add(new Trial<>(due.what, due.naming, now + PATIENCE.toMillis()));
        }
      }
    }
    return true;
  }

  private synchronized Trial<T> due() {
    Trial<T> first = trials.peek();
    return first == null || first.lookAt > elapsed.getAsLong() ? null : trials.remove();
  }
}
