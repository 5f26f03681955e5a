package io.openons.client.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;

/** The metrics, by the semantic conventions for messaging, and one of our own. */
final class Instruments {
  /** Those of the conventions. */
  private static final List<Double> SECONDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final DoubleHistogram operations;
  private final DoubleHistogram processing;
  private final LongCounter sent;
  private final LongCounter consumed;
  private final LongCounter refusedDeadLetters;

  Instruments(Meter meter) {
    operations =
        duration(
            meter, "messaging.client.operation.duration", "Duration of sends and of receives.");
    processing = duration(meter, "messaging.process.duration", "Duration of calls of listeners.");
    sent =
        messages(
            meter,
            "messaging.client.sent.messages",
            "Messages that producers tried to send, each counted once whatever its attempts.");
    consumed =
        messages(
            meter,
            "messaging.client.consumed.messages",
            "Messages that consumers received, each time that they came.");
    refusedDeadLetters =
        messages(
            meter,
            "ons.client.refused_dead_letters",
            "Messages that the server refused to make dead letters; each comes again.");
  }

  private static DoubleHistogram duration(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  private static LongCounter messages(Meter meter, String name, String description) {
    return meter.counterBuilder(name).setUnit("{message}").setDescription(description).build();
  }

  void sent(Duration took, Attributes attributes, Context context) {
    operations.record(seconds(took), attributes, context);
    sent.add(1, attributes, context);
  }

  void received(int messages, Duration took, Attributes attributes, Context context) {
    operations.record(seconds(took), attributes, context);
    if (messages > 0) {
      consumed.add(messages, attributes, context);
    }
  }

  void processed(Duration took, Attributes attributes, Context context) {
    processing.record(seconds(took), attributes, context);
  }

  void deadLetterRefused(Attributes attributes) {
    refusedDeadLetters.add(1, attributes);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
