package io.openons.client.telemetry;

import static io.openons.client.telemetry.Recorder.number;
import static io.openons.client.telemetry.Recorder.text;
import static io.openons.client.telemetry.Recorder.traceparent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.Handout;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.consumer.push.OnsConsumer;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.Code;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: spans and metrics follow the conventions for messaging.
 *
 * <p>Method: sends and receives with an OpenTelemetry that keeps what it is given.
 *
 * <p>A failure means: traces are broken between sender and receiver, or dashboards miss data.
 */
class OpenTelemetryTest {
  private static final String ORIGIN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private final Recorder recorder = new Recorder();
  private final FakeServer server = new FakeServer();
  private final Deque<Admin> clients = new ArrayDeque<>();

  @BeforeEach
  void use() {
    OnsTelemetry.use(recorder.openTelemetry());
  }

  @AfterEach
  void close() {
    clients.forEach(Admin::shutdown);
    server.close();
    OnsTelemetry.use(null);
    recorder.close();
  }

  private <T extends Admin> T started(T client) {
    clients.push(client);
    client.start();
    return client;
  }

  private Producer producer(String... properties) {
    return started(ONSFactory.createProducer(TestProperties.of(server.address(), properties)));
  }

  private void consume(MessageListener listener, String... properties) {
    var consumer = ONSFactory.createConsumer(TestProperties.of(server.address(), properties));
    consumer.subscribe("T", "*", listener);
    started(consumer);
  }

  private static Message message() {
    return new Message("T", "paid", "key-1 key-2", "12345".getBytes(StandardCharsets.UTF_8));
  }

  private static io.openons.proto.v2.Message from(String origin, String id) {
    return WireMessages.message(id, 1, "body").toBuilder()
        .putUserProperties("traceparent", origin)
        .build();
  }

  private String sentProperty(String key) {
    return server.sends.next().getMessages(0).getUserPropertiesOrDefault(key, null);
  }

  @Test
  void a_send_is_a_span_and_its_message_says_so_without_a_change_to_the_callers_message() {
    Message message = message();

    String id = producer(PropertyKeyConst.INSTANCE_ID, "MQ_INST_1").send(message).getMessageId();

    SpanData span = recorder.next("send T");
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(text(span, "messaging.system")).isEqualTo("rocketmq");
    assertThat(text(span, "messaging.operation.name")).isEqualTo("send");
    assertThat(text(span, "messaging.operation.type")).isEqualTo("send");
    assertThat(text(span, "messaging.destination.name")).isEqualTo("T");
    assertThat(text(span, "messaging.message.id")).isEqualTo(id);
    assertThat(number(span, "messaging.message.body.size")).isEqualTo(5);
    assertThat(text(span, "messaging.client.id")).isNotEmpty();
    assertThat(text(span, "messaging.rocketmq.namespace")).isEqualTo("MQ_INST_1");
    assertThat(text(span, "messaging.rocketmq.message.type")).isEqualTo("normal");
    assertThat(text(span, "messaging.rocketmq.message.tag")).isEqualTo("paid");
    assertThat(
            span.getAttributes()
                .get(AttributeKey.stringArrayKey("messaging.rocketmq.message.keys")))
        .containsExactly("key-1", "key-2");
    assertThat(text(span, "server.address")).isEqualTo("127.0.0.1");
    assertThat(number(span, "server.port")).isEqualTo(server.port());
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertThat(sentProperty("traceparent")).isEqualTo(traceparent(span));
    assertThat(message.getUserProperties()).isEmpty();
  }

  @Test
  void the_span_of_a_send_is_a_child_of_the_callers_span() {
    Producer producer = producer();
    Span caller = recorder.openTelemetry().getTracer("test").spanBuilder("checkout").startSpan();
    try (Scope scope = caller.makeCurrent()) {
      producer.sendAsync(message()).join();
      assertThat(scope).isNotNull();
    } finally {
      caller.end();
    }

    assertThat(recorder.next("send T").getParentSpanId())
        .isEqualTo(caller.getSpanContext().getSpanId());
  }

  @Test
  void what_the_application_says_about_the_origin_stays_and_is_linked() {
    Message message = message();
    message.putUserProperties("traceparent", ORIGIN);

    producer().send(message);

    assertThat(sentProperty("traceparent")).isEqualTo(ORIGIN);
    assertLinked(recorder.next("send T"), ORIGIN);
  }

  @Test
  void a_failed_send_names_the_error_in_its_span_and_in_the_metrics() {
    server.onSend = request -> FakeServer.refused(Code.ILLEGAL_MESSAGE_TAG);
    Producer producer = producer();

    assertThatThrownBy(() -> producer.send(message())).isInstanceOf(ONSClientException.class);

    SpanData span = recorder.next("send T");
    assertThat(text(span, "error.type")).isEqualTo("ILLEGAL_MESSAGE_TAG");
    assertThat(span.getStatus().getDescription()).contains("ILLEGAL_MESSAGE_TAG");
    LongPointData sent = recorder.counter("messaging.client.sent.messages");
    assertThat(sent.getAttributes().get(ERROR)).isEqualTo("ILLEGAL_MESSAGE_TAG");
  }

  @Test
  void sends_are_counted_and_timed_by_the_boundaries_of_the_conventions() {
    Producer producer = producer();
    producer.send(message());
    producer.send(message());

    LongPointData sent = recorder.counter("messaging.client.sent.messages");
    assertThat(sent.getValue()).isEqualTo(2);
    assertThat(sent.getAttributes().get(AttributeKey.stringKey("messaging.destination.name")))
        .isEqualTo("T");
    HistogramPointData times = recorder.histogram("messaging.client.operation.duration");
    assertThat(times.getCount()).isEqualTo(2);
    assertThat(times.getBoundaries())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
  }

  @Test
  void a_listener_runs_in_a_span_that_is_linked_to_the_send() {
    Seen<String> inside = new Seen<>("span id in the listener");
    consume(
        (message, context) -> {
          inside.add(Span.current().getSpanContext().getSpanId());
          return Action.CommitMessage;
        });

    server.polls.next().deliver(from(ORIGIN, "id"));

    SpanData span = recorder.next("process T");
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getSpanId()).isEqualTo(inside.next());
    assertThat(text(span, "messaging.operation.name")).isEqualTo("process");
    assertThat(text(span, "messaging.operation.type")).isEqualTo("process");
    assertThat(text(span, "messaging.consumer.group.name")).isEqualTo("GID_TEST");
    assertThat(text(span, "messaging.message.id")).isEqualTo("id");
    assertThat(text(span, "messaging.destination.partition.id")).isEqualTo("3");
    assertThat(number(span, "messaging.message.body.size")).isEqualTo(4);
    assertThat(span.getStatus()).isEqualTo(StatusData.unset());
    assertLinked(span, ORIGIN);
    HistogramPointData times = recorder.histogram("messaging.process.duration");
    assertThat(times.getCount()).isEqualTo(1);
    assertThat(times.getBoundaries()).hasSize(14);
  }

  @Test
  void messages_that_are_answered_later_are_in_a_span_until_then_on_whatever_thread() {
    Seen<Handout> arrived = new Seen<>("parcel");
    OnsConsumer consumer =
        new OnsConsumer(
            ConsumerConfig.from(ClientKind.CONSUMER, TestProperties.of(server.address())),
            ClientRuntime::shared);
    consumer.subscribe(
        "T",
        null,
        new LaterListener() {
          @Override
          public void arrived(Handout parcel) {
            arrived.add(parcel);
          }

          @Override
          public void settled(Handout parcel) {
            // What the span tells is enough.
          }
        });
    started(consumer);
    server.polls.next().deliver(from(ORIGIN, "id"));
    Handout parcel = arrived.next();

    parcel.take();
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
    CompletableFuture.runAsync(() -> parcel.answer(false)).join();

    SpanData span = recorder.next("process T");
    assertThat(text(span, "messaging.message.id")).isEqualTo("id");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertLinked(span, ORIGIN);
    assertThat(recorder.histogram("messaging.process.duration").getCount()).isEqualTo(1);
  }

  @Test
  void what_was_received_is_a_span_with_its_count_and_is_counted() {
    consume((message, context) -> Action.CommitMessage);

    server.polls.next().deliver(from(ORIGIN, "1"), WireMessages.message("2", 1, "body"));

    SpanData span = recorder.next("receive T");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(number(span, "messaging.batch.message_count")).isEqualTo(2);
    assertThat(text(span, "messaging.consumer.group.name")).isEqualTo("GID_TEST");
    assertLinked(span, ORIGIN);
    LongPointData consumed = recorder.counter("messaging.client.consumed.messages");
    assertThat(consumed.getValue()).isEqualTo(2);
  }

  @Test
  void a_batch_is_one_span_linked_to_every_send() {
    var consumer =
        ONSFactory.createBatchConsumer(
            TestProperties.of(server.address(), "ConsumeMessageBatchMaxSize", "2"));
    consumer.subscribe("T", "*", (messages, context) -> Action.CommitMessage);
    started(consumer);
    String other = ORIGIN.replace("0af7", "1bf8");

    server.polls.next().deliver(from(ORIGIN, "1"), from(other, "2"));

    SpanData span = recorder.next("process T");
    assertThat(number(span, "messaging.batch.message_count")).isEqualTo(2);
    assertThat(span.getLinks())
        .extracting(
            link -> link.getAttributes().get(AttributeKey.stringKey("messaging.message.id")))
        .containsExactly("1", "2");
  }

  @Test
  void a_listener_that_throws_or_asks_for_later_has_failed() {
    consume(
        (message, context) -> {
          if (message.getMsgID().equals("throws")) {
            throw new IllegalStateException("from the listener");
          }
          return Action.ReconsumeLater;
        },
        "ConsumeThreadNums",
        "1");

    server.polls.next().deliver(from(ORIGIN, "throws"), WireMessages.message("later", 1, "body"));

    SpanData thrown = recorder.next("process T");
    assertThat(text(thrown, "error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(thrown.getEvents()).extracting(event -> event.getName()).contains("exception");
    assertThat(text(recorder.next("process T"), "error.type")).isEqualTo("reconsume_later");
  }

  @Test
  void a_dead_letter_that_the_server_refuses_is_counted() {
    server.onDeadLetter = request -> FakeServer.status(Code.TOPIC_NOT_FOUND);
    consume((message, context) -> Action.ReconsumeLater, "maxReconsumeTimes", "0");

    server.polls.next().deliver(WireMessages.message("id", 1, "body"));
    server.leases.next();

    LongPointData refused = recorder.counter("ons.client.refused_dead_letters");
    assertThat(refused.getValue()).isEqualTo(1);
    assertThat(refused.getAttributes().get(ERROR)).isEqualTo("TOPIC_NOT_FOUND");
  }

  @Test
  void the_global_one_is_used_when_none_was_given() {
    OnsTelemetry.use(null);
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(recorder.openTelemetry());
    try {
      producer().send(message());

      assertThat(recorder.next("send T").getKind()).isEqualTo(SpanKind.PRODUCER);
    } finally {
      GlobalOpenTelemetry.resetForTest();
    }
  }

  @Test
  void without_any_nothing_is_added_and_the_global_one_can_still_be_set() {
    OnsTelemetry.use(null);
    GlobalOpenTelemetry.resetForTest();

    producer().send(message());

    assertThat(sentProperty("traceparent")).isNull();
    assertThat(Telemetries.of("client", "", "")).isSameAs(Telemetry.OFF);
    assertThat(GlobalOpenTelemetry.isSet()).isFalse();
  }

  @Test
  void one_that_reports_nothing_turns_it_off() {
    OnsTelemetry.use(OpenTelemetry.noop());

    assertThat(Telemetries.of("client", "", "")).isSameAs(Telemetry.OFF);
  }

  private static void assertLinked(SpanData span, String traceparent) {
    List<LinkData> links = span.getLinks();
    assertThat(links).hasSize(1);
    assertThat(traceparent)
        .contains(links.get(0).getSpanContext().getTraceId())
        .contains(links.get(0).getSpanContext().getSpanId());
  }
}
