package io.openons.client.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.Seen;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A real OpenTelemetry that keeps what it is told for the test. */
final class Recorder implements AutoCloseable {
  /** Spans that ended, in order. */
  final Seen<SpanData> spans = new Seen<>("span");

  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(new Exporter()))
                  .build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** The next span of an operation that ends; others are passed over. */
  SpanData next(String name) {
    SpanData span = spans.next();
    while (!span.getName().equals(name)) {
      span = spans.next();
    }
    return span;
  }

  HistogramPointData histogram(String name) {
    MetricData metric = metric(name);
    assertThat(metric.getUnit()).isEqualTo("s");
    return metric.getHistogramData().getPoints().iterator().next();
  }

  LongPointData counter(String name) {
    MetricData metric = metric(name);
    assertThat(metric.getUnit()).isEqualTo("{message}");
    return metric.getLongSumData().getPoints().iterator().next();
  }

  private MetricData metric(String name) {
    Map<String, MetricData> all =
        metrics.collectAllMetrics().stream()
            .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    assertThat(all).containsKey(name);
    return all.get(name);
  }

  static String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  static Long number(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.longKey(key));
  }

  /** The context of a span as a message carries it. */
  static String traceparent(SpanData span) {
    return "00-"
        + span.getTraceId()
        + "-"
        + span.getSpanId()
        + "-"
        + span.getSpanContext().getTraceFlags().asHex();
  }

  @Override
  public void close() {
    sdk.close();
  }

  private final class Exporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      ended.forEach(spans::add);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
