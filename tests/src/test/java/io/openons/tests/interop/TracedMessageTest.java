package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.client.telemetry.OnsTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whoever turns tracing on in our SDK does not disturb receivers that use another client.
 *
 * <p>Method: our producer with an OpenTelemetry, and the official client's push consumer.
 *
 * <p>A failure means: a team cannot trace before everybody has moved to our SDK.
 */
@Timeout(600)
class TracedMessageTest {
  private static final String TOPIC = "traced";

  @Test
  void the_official_client_gets_a_traced_message_with_one_property_more(@TempDir Path folder)
      throws Exception {
    try (OpenTelemetrySdk tracing = tracing();
        OnsBroker broker = OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).start();
        OfficialClient client = new OfficialClient(folder, broker.endpoint(), false);
        Producer producer = tracedProducer(tracing, broker)) {
      Message message = new Message(TOPIC, "paid", "hello".getBytes(UTF_8));
      message.putUserProperties("colour", "blau");
      String id = producer.send(message).getMessageId();

      client.ask("push", "topic", TOPIC, "group", "GID_official", "filter", "*", "failures", "0");
      Line received = client.nextMessage(TOPIC);

      assertThat(received.get("id")).isEqualTo(id);
      assertThat(received.get("body")).isEqualTo("hello");
      assertThat(received.get("tag")).isEqualTo("paid");
      assertThat(received.below("property.")).containsEntry("colour", "blau");
      assertThat(received.below("property.").get("traceparent"))
          .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    }
  }

  private static Producer tracedProducer(OpenTelemetrySdk tracing, OnsBroker broker) {
    Properties properties = new Properties();
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
    properties.setProperty(PropertyKeyConst.AccessKey, "any");
    properties.setProperty(PropertyKeyConst.SecretKey, "any");
    Producer producer = ONSFactory.createProducer(properties);
    OnsTelemetry.use(tracing);
    try {
      producer.start();
      return producer;
    } finally {
      OnsTelemetry.use(null);
    }
  }

  private static OpenTelemetrySdk tracing() {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }
}
