package io.openons.bench.worker;

import java.util.Collections;
import java.util.List;

/**
 * How long a measurement takes. Messages are counted in windows. The warm-up is over when the rates
 * of the last {@value #SETTLED_WINDOWS} windows lie within {@value #SETTLED_PERCENT} percent of
 * their mean, or when its time is up; the measurement says which.
 *
 * @param windowMillis length of a window
 * @param maxWarmUpMillis when the warm-up ends at the latest
 * @param measureMillis how long is measured afterwards
 */
public record Pace(int windowMillis, int maxWarmUpMillis, int measureMillis) {
  static final int SETTLED_WINDOWS = 5;
  static final int SETTLED_PERCENT = 10;

  public static final Pace FULL = new Pace(250, 6_000, 3_000);
  public static final Pace QUICK = new Pace(100, 700, 600);

  /** For the round that is not counted. */
  public static final Pace PRELUDE = new Pace(100, 700, 200);

  /** Whether the last windows are alike; a load that stands still is not settled. */
  static boolean settled(List<Double> rates) {
    if (rates.size() < SETTLED_WINDOWS) {
      return false;
    }
    List<Double> last = rates.subList(rates.size() - SETTLED_WINDOWS, rates.size());
    double mean = last.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double tolerance = mean * SETTLED_PERCENT / 100;
    return mean > 0
        && Collections.max(last) <= mean + tolerance
        && Collections.min(last) >= mean - tolerance;
  }
}
