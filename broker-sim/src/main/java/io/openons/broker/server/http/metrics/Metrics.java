package io.openons.broker.server.http.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.openons.broker.core.Administration;
import io.openons.broker.core.api.ResourceName;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** All metrics of a broker, by Micrometer's rules for names and units. */
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final Counters counters;
  private final Backlogs backlogs;
  private final Set<Object> known = new HashSet<>();

  /**
   * Makes them.
   *
   * @param mostNames topics, and groups, that are shown one by one
   */
  Metrics(Administration admin, Counters counters, String version, Path dataDir, int mostNames) {
    this.counters = counters;
    this.backlogs = new Backlogs(admin, registry, mostNames);
    Gauge.builder("ons.build.info", () -> 1)
        .description("The version of the broker")
        .tags("version", version)
        .register(registry);
    gauge(
        "ons.disk.total",
        "Size of the disk of the messages",
        () -> dataDir.toFile().getTotalSpace());
    gauge(
        "ons.disk.usable",
        "Free space of the disk of the messages",
        () -> dataDir.toFile().getUsableSpace());
    FunctionCounter.builder("ons.log.flushed", counters.flushedBytes(), LongAdder::sum)
        .description("Bytes of the log that were made durable")
        .baseUnit("bytes")
        .register(registry);
    counters
        .refused()
        .forEach(
            (reason, count) ->
                counter(
                    "ons.messages.refused",
                    "Messages, or requests to send, that broke a rule",
                    Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)),
                    count));
    histogram(
        () ->
            counters
                .sends()
                .snapshot(
                    "ons_send_duration_seconds",
                    "From reading a request to send until it is stored"));
    histogram(
        () ->
            counters
                .waits()
                .snapshot(
                    "ons_message_wait_duration_seconds",
                    "From the time when a message is ready until its first delivery"));
    histogram(
        () ->
            counters
                .flushes()
                .snapshot("ons_log_flush_duration_seconds", "Making a part of the log durable"));
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collector.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).baseUnit("bytes").register(registry);
  }

  private void histogram(Supplier<MetricSnapshot> snapshot) {
    Collector shown = snapshot::get;
    registry.getPrometheusRegistry().register(shown);
  }

  private void counter(String name, String description, Tags tags, LongAdder count) {
    FunctionCounter.builder(name, count, LongAdder::sum)
        .description(description)
        .tags(tags)
        .register((MeterRegistry) registry);
  }

  /** Returns them in Prometheus' text format. */
  synchronized String text() {
    counters.published().forEach(this::showPublished);
    counters.consumed().forEach(this::showConsumed);
    backlogs.measure();
    return registry.scrape();
  }

  private void showPublished(ResourceName topic, LongAdder count) {
    if (known.add(topic)) {
      counter(
          "ons.messages.published",
          "Messages that were stored",
          Tags.of("topic", topic.toString()),
          count);
    }
  }

  private void showConsumed(Counters.Consumption who, Counters.Consumed what) {
    if (known.add(who)) {
      Tags tags = Tags.of("topic", who.topic().toString(), "group", who.group().toString());
      counter(
          "ons.messages.delivered", "Messages that a group got under leases", tags, what.delivered);
      counter(
          "ons.messages.acknowledged", "Messages that a group finished", tags, what.acknowledged);
      counter(
          "ons.messages.dead", "Messages that became dead letters of a group", tags, what.buried);
    }
  }

  @Override
  public void close() {
    collector.close();
    registry.close();
  }
}
