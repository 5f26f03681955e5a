package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.Metadata;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a send ends with a stored message or an error that says why, in its time.
 *
 * <p>Method: a scripted server that refuses, stays silent, moves and dies.
 *
 * <p>A failure means: messages are lost without an error, or sends hang.
 */
class ProducerTest {
  private final FakeServer server = new FakeServer();
  private Producer producer = started();

  @AfterEach
  void close() {
    producer.shutdown();
    server.close();
  }

  private Producer started(String... properties) {
    Producer made = ONSFactory.createProducer(TestProperties.of(server.address(), properties));
    made.start();
    return made;
  }

  private static Message message() {
    return new Message("T", "tag", "k1 k2", new byte[] {0, 1, -1});
  }

  @Test
  @Tag("F-030")
  void a_message_is_stored_and_its_id_returned() {
    Message message = message();

    SendResult result = producer.send(message);

    var wire = server.sends.next().getMessages(0);
    assertThat(result.getTopic()).isEqualTo("T");
    assertThat(result.getMessageId())
        .isEqualTo(wire.getSystemProperties().getMessageId())
        .isEqualTo(message.getMsgID());
  }

  @Test
  void everything_that_the_application_said_is_on_the_wire() {
    Message message = message();
    message.putUserProperties("colour", "red");
    message.getUserProperties().put("size", 3);
    long before = System.currentTimeMillis();

    producer.send(message);

    var wire = server.sends.next().getMessages(0);
    var system = wire.getSystemProperties();
    assertThat(wire.getTopic().getName()).isEqualTo("T");
    assertThat(wire.getBody().toByteArray()).containsExactly(0, 1, -1);
    assertThat(wire.getUserPropertiesMap())
        .containsOnly(Map.entry("colour", "red"), Map.entry("size", "3"));
    assertThat(system.getTag()).isEqualTo("tag");
    assertThat(system.getKeysList()).containsExactly("k1", "k2");
    assertThat(system.getMessageType()).isEqualTo(MessageType.NORMAL);
    assertThat(system.getBornHost()).isNotEmpty();
    assertThat(system.getBornTimestamp().getSeconds()).isBetween(before / 1000, before / 1000 + 60);
  }

  @Test
  void a_delivery_time_makes_a_delayed_message() {
    Message message = message();
    message.setStartDeliverTime(1_900_000_000_123L);

    producer.send(message);

    var system = server.sends.next().getMessages(0).getSystemProperties();
    assertThat(system.getMessageType()).isEqualTo(MessageType.DELAY);
    assertThat(system.getDeliveryTimestamp().getSeconds()).isEqualTo(1_900_000_000L);
    assertThat(system.getDeliveryTimestamp().getNanos()).isEqualTo(123_000_000);
  }

  @Test
  void the_instance_is_in_the_resource_and_in_the_header() {
    try (Producer inInstance = started("INSTANCE_ID", "MQ_INST_1_a")) {
      inInstance.send(message());
    }

    assertThat(server.sends.next().getMessages(0).getTopic().getResourceNamespace())
        .isEqualTo("MQ_INST_1_a");
    assertThat(
            server
                .headers
                .get("SendMessage")
                .get(Metadata.Key.of("x-mq-namespace", Metadata.ASCII_STRING_MARSHALLER)))
        .isEqualTo("MQ_INST_1_a");
  }

  @Test
  @Tag("F-036")
  void queues_take_turns() {
    server.queues = 4;

    IntStream.range(0, 8).forEach(i -> producer.send(message()));

    assertThat(server.sends.next(8))
        .extracting(sent -> sent.getMessages(0).getSystemProperties().getQueueId())
        .containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
  }

  @Test
  void the_route_is_asked_for_once() {
    producer.send(message());
    producer.send(message());

    assertThat(server.routes.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"INTERNAL_SERVER_ERROR", "PROXY_TIMEOUT", "TOO_MANY_REQUESTS", "HA_NOT_AVAILABLE"})
  @Tag("F-034")
  void what_may_pass_is_tried_again_with_the_same_id_on_the_next_queue(Code code) {
    server.queues = 2;
    server.onSend =
        FakeServer.inTurn(
            request -> FakeServer.refused(code),
            request -> FakeServer.refused(code),
            FakeServer::stored);

    SendResult result = producer.send(message());

    List<SendMessageRequest> attempts = server.sends.next(3);
    assertThat(attempts)
        .extracting(sent -> sent.getMessages(0).getSystemProperties().getMessageId())
        .containsOnly(result.getMessageId());
    assertThat(attempts)
        .extracting(sent -> sent.getMessages(0).getSystemProperties().getQueueId())
        .containsExactly(0, 1, 0);
  }

  @Test
  @Tag("F-034")
  void the_number_of_attempts_is_a_property() {
    server.onSend = request -> FakeServer.refused(Code.INTERNAL_SERVER_ERROR);
    producer.shutdown();
    producer = started("SendMsgRetryTimes", "5");
    assertThatThrownBy(() -> producer.send(message())).hasMessageContaining("attempts: 5");
    assertThat(server.sends.next(5)).hasSize(5);
    producer.shutdown();
    producer = started("SendMsgRetryTimes", "1");

    assertThatThrownBy(() -> producer.send(message())).hasMessageContaining("attempts: 1");

    assertThat(server.sends.size()).isEqualTo(1);
    assertThat(server.settings.next(3).get(1).getBackoffPolicy().getMaxAttempts()).isEqualTo(5);
    assertThatThrownBy(() -> started("SendMsgRetryTimes", "0"))
        .hasMessageContaining("SendMsgRetryTimes")
        .hasMessageContaining("1 to 100 times");
  }

  @Test
  @Tag("F-034")
  void after_three_attempts_the_caller_gets_the_last_error() {
    server.onSend = request -> FakeServer.refused(Code.INTERNAL_SERVER_ERROR);
    Message message = message();

    ONSClientException error =
        catchThrowableOfType(ONSClientException.class, () -> producer.send(message));

    assertThat(server.sends.size()).isEqualTo(3);
    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INTERNAL_SERVER_ERROR);
    assertThat(error.isRetryable()).isTrue();
    assertThat(error.getCode()).isEqualTo(50001);
    assertThat(error.getRequestId()).isNotEmpty();
    assertThat(error)
        .hasMessageContaining("topic T")
        .hasMessageContaining(message.getMsgID())
        .hasMessageContaining(server.address())
        .hasMessageContaining("scripted INTERNAL_SERVER_ERROR");
  }

  @ParameterizedTest
  @EnumSource(
      value = Code.class,
      names = {"UNAUTHORIZED", "ILLEGAL_MESSAGE_TAG", "MESSAGE_PROPERTY_CONFLICT_WITH_TYPE"})
  void what_would_fail_again_is_not_tried_again(Code code) {
    server.onSend = request -> FakeServer.refused(code);

    ONSClientException error =
        catchThrowableOfType(ONSClientException.class, () -> producer.send(message()));

    assertThat(server.sends.size()).isEqualTo(1);
    assertThat(error.getCodeName()).isEqualTo(code.name());
    assertThat(error.isRetryable()).isFalse();
  }

  @Test
  void a_code_that_this_version_does_not_know_keeps_its_number() {
    server.onSend =
        request ->
            SendMessageResponse.newBuilder()
                .addEntries(
                    SendResultEntry.newBuilder()
                        .setStatus(
                            io.openons.proto.v2.Status.newBuilder()
                                .setCodeValue(45678)
                                .setMessage("new")))
                .build();

    assertThatThrownBy(() -> producer.send(message()))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> {
              assertThat(error.getCode()).isEqualTo(45678);
              assertThat(error.getCodeName()).isEqualTo("UNKNOWN");
            });
  }

  @Test
  void a_topic_that_moved_is_found_by_asking_for_its_route_again() {
    producer.send(message());
    server.onSend =
        FakeServer.inTurn(request -> FakeServer.refused(Code.TOPIC_NOT_FOUND), FakeServer::stored);

    producer.send(message());

    assertThat(server.routes.size()).isEqualTo(2);
    assertThat(server.sends.size()).isEqualTo(3);
  }

  @Test
  @Tag("F-015")
  void a_topic_that_is_not_there_is_named_with_the_remedy() {
    server.onRoute = ProducerTest::noTopic;

    assertThatThrownBy(() -> producer.send(message()))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND))
        .hasMessageContaining("topic T")
        .hasMessageContaining("create the topic");
    assertThat(server.sends.size()).isZero();
  }

  @Test
  void a_topic_that_is_created_later_is_found_then() {
    server.onRoute = ProducerTest::noTopic;
    assertThatThrownBy(() -> producer.send(message())).isInstanceOf(ONSClientException.class);
    FakeServer other = server;
    server.onRoute =
        request ->
            QueryRouteResponse.newBuilder()
                .setStatus(FakeServer.OK)
                .addMessageQueues(other.queue(request.getTopic(), 0))
                .build();

    assertThat(producer.send(message()).getMessageId()).isNotEmpty();
  }

  @Test
  @Tag("F-011")
  void a_silent_server_makes_a_send_fail_in_its_time() {
    server.onSend = request -> null;
    try (Producer impatient = started("SendMsgTimeoutMillis", "300")) {
      long before = System.nanoTime();

      ONSClientException error =
          catchThrowableOfType(ONSClientException.class, () -> impatient.send(message()));

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
      assertThat(error.isTimeout()).isTrue();
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @Test
  void a_silent_route_makes_a_send_fail_in_its_time() {
    server.onRoute = request -> null;
    try (Producer impatient = started("SendMsgTimeoutMillis", "300")) {
      long before = System.nanoTime();

      assertThatThrownBy(() -> impatient.send(message()))
          .isInstanceOfSatisfying(
              ONSClientException.class, error -> assertThat(error.isTimeout()).isTrue());
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void a_send_survives_a_restart_of_the_server() throws Exception {
    ManualTimer timer = new ManualTimer();
    try (Producer patient =
        new OnsProducer(
            ProducerConfig.from(ClientKind.PRODUCER, TestProperties.of(server.address())),
            () -> new ClientRuntime(timer))) {
      patient.start();
      patient.send(message());
      server.close();

      CompletableFuture<SendResult> sent = patient.sendAsync(message());
      timer.awaitPlanned(Duration.ofMillis(10));
      try (FakeServer again = new FakeServer(server.port(), null)) {
        timer.advance(Duration.ofMillis(10));

        assertThat(sent.get(60, TimeUnit.SECONDS).getMessageId()).isNotEmpty();
        assertThat(again.sends.size()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_send_to_a_server_that_stays_away_waits_its_time_and_names_the_missing_connection() {
    try (Producer patient = started("SendMsgTimeoutMillis", "400")) {
      patient.send(message());
      server.close();
      long before = System.nanoTime();

      ONSClientException error =
          catchThrowableOfType(ONSClientException.class, () -> patient.send(message()));

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(390), Duration.ofSeconds(3));
      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @Test
  @Tag("F-041")
  void an_empty_body_is_refused_before_it_is_sent() {
    assertRefused(new Message("T", "tag", new byte[0]), ErrorCode.MESSAGE_BODY_EMPTY);
    assertRefused(new Message("T", "tag", null), ErrorCode.MESSAGE_BODY_EMPTY);
  }

  @Test
  void a_message_without_a_topic_is_refused_before_it_is_sent() {
    assertRefused(new Message("", "tag", new byte[] {1}), ErrorCode.ILLEGAL_TOPIC);
    assertThatThrownBy(() -> producer.sendOneway(new Message("", "tag", new byte[] {1})))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("the topic is missing");
  }

  @Test
  @Tag("F-042")
  void a_body_that_the_server_would_not_take_is_refused_before_it_is_sent() {
    assertRefused(
        new Message("T", "tag", new byte[(4 << 20) + 1]), ErrorCode.MESSAGE_BODY_TOO_LARGE);

    assertThat(producer.send(new Message("T", "tag", new byte[4 << 20])).getMessageId())
        .isNotEmpty();
  }

  @Test
  void the_largest_body_is_the_one_that_the_server_names() {
    server.onSettings =
        sent -> {
          Settings.Builder answer = sent.toBuilder();
          answer.getPublishingBuilder().setMaxBodySize(10);
          return answer.build();
        };
    try (Producer limited = started()) {
      assertThatThrownBy(() -> limited.send(new Message("T", "tag", new byte[11])))
          .hasMessageContaining("11 bytes, the server takes 10");
    }
  }

  @Test
  void unusable_messages_are_refused_before_they_are_sent() {
    assertRefused(null, ErrorCode.INVALID_ARGUMENT);
    assertRefused(new Message(null, "tag", new byte[1]), ErrorCode.INVALID_ARGUMENT);
    assertRefused(new Message("", "tag", new byte[1]), ErrorCode.ILLEGAL_TOPIC);
    assertRefused(new Message("a b", "tag", new byte[1]), ErrorCode.ILLEGAL_TOPIC);
    assertRefused(new Message("T", "a|b", new byte[1]), ErrorCode.ILLEGAL_MESSAGE_TAG);
    assertRefused(new Message("T", " ", new byte[1]), ErrorCode.ILLEGAL_MESSAGE_TAG);
    Message ordered = message();
    ordered.setShardingKey("order-1");
    ordered.setStartDeliverTime(System.currentTimeMillis() + 1000);
    assertRefused(ordered, ErrorCode.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
  }

  private void assertRefused(Message message, ErrorCode code) {
    assertThatThrownBy(() -> producer.send(message))
        .isInstanceOfSatisfying(
            ONSClientException.class, error -> assertThat(error.getErrorCode()).isEqualTo(code));
    assertThat(server.sends.size()).isZero();
  }

  @Test
  void a_message_without_tag_and_key_is_fine() {
    producer.send(new Message("T", "", new byte[1]));

    var system = server.sends.next().getMessages(0).getSystemProperties();
    assertThat(system.hasTag()).isFalse();
    assertThat(system.getKeysCount()).isZero();
  }

  @Test
  void new_credentials_sign_the_next_request() {
    Properties other = new Properties();
    other.setProperty("AccessKey", "ak2");
    other.setProperty("SecretKey", "sk2");
    other.setProperty("SecurityToken", "token");

    producer.updateCredential(other);
    producer.send(message());

    Metadata sent = server.headers.get("SendMessage");
    assertThat(sent.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)))
        .contains("Credential=ak2,");
    assertThat(sent.get(Metadata.Key.of("x-mq-session-token", Metadata.ASCII_STRING_MARSHALLER)))
        .isEqualTo("token");
    assertThatThrownBy(() -> producer.updateCredential(new Properties()))
        .isInstanceOf(ONSClientException.class);
  }

  @Test
  void an_interrupted_sender_stops_waiting_and_stays_interrupted() {
    server.onSend = request -> null;
    Thread.currentThread().interrupt();

    ONSClientException error =
        catchThrowableOfType(ONSClientException.class, () -> producer.send(message()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INTERRUPTED);
    server.close();
  }

  private static QueryRouteResponse noTopic(QueryRouteRequest request) {
    return QueryRouteResponse.newBuilder()
        .setStatus(FakeServer.status(Code.TOPIC_NOT_FOUND))
        .build();
  }
}
