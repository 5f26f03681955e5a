package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.client.telemetry.OnsTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a trace goes through the server, from the send to the listener.
 *
 * <p>Method: our clients with an OpenTelemetry, and a real Apache RocketMQ between them.
 *
 * <p>A failure means: the two ends of a message cannot be put together.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class TracingTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk tracing =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  @AfterEach
  void close() {
    OnsTelemetry.use(null);
    tracing.close();
  }

  @Test
  void the_span_of_the_listener_is_linked_to_the_span_of_the_send(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    OnsTelemetry.use(tracing);
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      producer.send(Texts.message(topic, "traced"));
      assertThat(Texts.of(inbox.next())).isEqualTo("traced");
    }

    SpanData send = span("send " + topic);
    SpanData process = span("process " + topic);
    assertThat(process.getLinks())
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.getSpanContext().getTraceId()).isEqualTo(send.getTraceId());
              assertThat(link.getSpanContext().getSpanId()).isEqualTo(send.getSpanId());
            });
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name));
  }
}
