package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.RuntimeView;
import java.util.concurrent.atomic.LongAdder;

/** Counts what passes, and how much of it in each of the last seconds. Safe on any thread. */
public final class Traffic {
  private static final int SECONDS = 600;

  private final LongAdder total = new LongAdder();
  private final long[] totals = new long[SECONDS + 1];
  private int last;

  /** Counts some more. */
  public void add(long count) {
    total.add(count);
  }

  /** Ends a second; called once in each. */
  public synchronized void tick() {
    last = (last + 1) % totals.length;
    totals[last] = total.sum();
  }

  synchronized RuntimeView.Flow flow() {
    long peak = 0;
    for (int second = 0; second < 60; second++) {
      peak = Math.max(peak, before(second) - before(second + 1));
    }
    return new RuntimeView.Flow(total.sum(), mean(10), mean(60), mean(SECONDS), peak);
  }

  private double mean(int seconds) {
    return (before(0) - before(seconds)) / (double) seconds;
  }

  private long before(int seconds) {
    return totals[Math.floorMod(last - seconds, totals.length)];
  }
}
