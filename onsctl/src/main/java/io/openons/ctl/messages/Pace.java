package io.openons.ctl.messages;

import io.openons.ctl.api.CtlException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** When the next of many comes: so many a second. Not thread-safe. */
public final class Pace {
  private static final double MOST = 1_000_000;

  private final LongSupplier nanoTime;
  private final double nanosBetween;
  private final long begin;
  private long taken;

  /**
   * Makes one that begins now.
   *
   * @param perSecond above 0, up to 1,000,000; null for no bound
   */
  public Pace(Double perSecond, LongSupplier nanoTime) {
    if (perSecond != null && !(perSecond > 0 && perSecond <= MOST)) {
      throw CtlException.usage("--rate is above 0, up to 1000000 a second, not %s", perSecond);
    }
    this.nanoTime = nanoTime;
    this.nanosBetween = perSecond == null ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.begin = nanoTime.getAsLong();
  }

  /** Returns when the next one is due, by the clock of this; now, without a bound. */
  public long next() {
    return nanosBetween == 0 ? nanoTime.getAsLong() : begin + (long) (taken++ * nanosBetween);
  }

  /** Waits for a moment that {@link #next} returned. */
  public void await(long due) {
    for (long left = due - nanoTime.getAsLong();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = due - nanoTime.getAsLong()) {
      LockSupport.parkNanos(left);
    }
  }
}
