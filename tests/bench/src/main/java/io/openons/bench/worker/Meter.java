package io.openons.bench.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** What a load reports to while it runs: messages, latencies, the first failure. Thread-safe. */
final class Meter {
  private static final int PRECISION_IN_DIGITS = 3;

  private final LongAdder messages = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile ConcurrentHistogram latencyMicros = new ConcurrentHistogram(PRECISION_IN_DIGITS);

  /** Counts a message whose latency nobody asks for. */
  void count() {
    messages.increment();
  }

  /** Counts a message that took from {@code startNanos} to now. */
  void countSince(long startNanos) {
    latencyMicros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos));
    messages.increment();
  }

  void fail(Throwable reason) {
    failure.compareAndSet(null, reason);
  }

  long messages() {
    return messages.sum();
  }

  /** Forgets the latencies so far, which belong to the warm-up. */
  void forgetLatencies() {
    latencyMicros = new ConcurrentHistogram(PRECISION_IN_DIGITS);
  }

  /**
   * The latency in milliseconds that this share of the messages did not exceed; 0 when none was
   * recorded.
   */
  double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1_000.0;
  }

  /**
   * Does nothing while all is well.
   *
   * @throws IllegalStateException with the first failure as its cause
   */
  void check() {
    Throwable reason = failure.get();
    if (reason != null) {
      throw new IllegalStateException("a message failed: " + reason, reason);
    }
  }
}
