package io.openons.broker.server.http.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often something took how long. Micrometer's timers would do, but loading it takes 100 to 200
 * ms of a start; so times are counted here, and shown through it when somebody reads the metrics.
 * Thread-safe.
 */
final class Latencies {
  /** Upper ends of the buckets in nanoseconds: 100 us to 60 s. */
  private static final long[] ENDS = {
    100_000L,
    250_000L,
    500_000L,
    1_000_000L,
    2_500_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    5_000_000_000L,
    10_000_000_000L,
    60_000_000_000L
  };

  private static final double SECOND = 1e9;

  private final LongAdder[] buckets = new LongAdder[ENDS.length + 1];
  private final LongAdder sum = new LongAdder();

  Latencies() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void add(long nanos) {
    int bucket = 0;
    while (bucket < ENDS.length && nanos > ENDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sum.add(nanos);
  }

  HistogramSnapshot snapshot(String name, String help) {
    ClassicHistogramBuckets.Builder shown = ClassicHistogramBuckets.builder();
    for (int i = 0; i < buckets.length; i++) {
      double end = i < ENDS.length ? ENDS[i] / SECOND : Double.POSITIVE_INFINITY;
      shown.bucket(end, buckets[i].sum());
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(shown.build())
                .sum(sum.sum() / SECOND)
                .labels(Labels.EMPTY)
                .build())
        .build();
  }
}
