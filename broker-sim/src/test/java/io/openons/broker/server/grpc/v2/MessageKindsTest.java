package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.timestamp;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.SystemProperties;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: every message is of one kind, and what is said about it fits that kind. Method: the bare
 * protocol, spoken to a broker in this process. A failure means that a message loses its order, its
 * delay or its transaction, and its sender hears nothing of it.
 */
class MessageKindsTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_message_of_two_kinds_or_of_half_a_kind_is_refused(
      String what, Consumer<SystemProperties.Builder> spoil) {
    var message = message(topic, "hello");
    spoil.accept(message.getSystemPropertiesBuilder());

    var answer = BROKER.client().call().sendMessage(send(message));

    assertCode(answer.getStatus(), Code.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
    assertThat(answer.getStatus().getMessage()).contains("message group", "delivery timestamp");
  }

  static Stream<Arguments> a_message_of_two_kinds_or_of_half_a_kind_is_refused() {
    var soon = timestamp(Instant.now().plusSeconds(60));
    return Stream.of(
        spoilt("NORMAL with a message group", m -> m.setMessageGroup("a")),
        spoilt("NORMAL with a delivery timestamp", m -> m.setDeliveryTimestamp(soon)),
        spoilt("FIFO without a message group", m -> m.setMessageType(MessageType.FIFO)),
        spoilt(
            "FIFO with a delivery timestamp",
            m ->
                m.setMessageType(MessageType.FIFO).setMessageGroup("a").setDeliveryTimestamp(soon)),
        spoilt("DELAY without a delivery timestamp", m -> m.setMessageType(MessageType.DELAY)),
        spoilt(
            "DELAY with a message group",
            m ->
                m.setMessageType(MessageType.DELAY)
                    .setMessageGroup("a")
                    .setDeliveryTimestamp(soon)),
        spoilt(
            "TRANSACTION with a message group",
            m -> m.setMessageType(MessageType.TRANSACTION).setMessageGroup("a")),
        spoilt(
            "TRANSACTION with a delivery timestamp",
            m -> m.setMessageType(MessageType.TRANSACTION).setDeliveryTimestamp(soon)),
        spoilt(
            "no type, a message group and a delivery timestamp",
            m -> m.clearMessageType().setMessageGroup("a").setDeliveryTimestamp(soon)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void the_type_of_a_message_that_names_none_follows_from_what_it_has(
      MessageType type, Consumer<SystemProperties.Builder> complete) {
    var message = message(topic, "hello");
    complete.accept(message.getSystemPropertiesBuilder().clearMessageType());

    assertCode(BROKER.client().call().sendMessage(send(message)).getStatus(), Code.OK);

    var received = BROKER.client().receive(receive(fresh("group"), topic)).only();
    assertThat(received.getSystemProperties().getMessageType()).isEqualTo(type);
  }

  static Stream<Arguments> the_type_of_a_message_that_names_none_follows_from_what_it_has() {
    return Stream.of(
        inferred(MessageType.NORMAL, m -> {}),
        inferred(MessageType.FIFO, m -> m.setMessageGroup("a")),
        inferred(
            MessageType.DELAY,
            m -> m.setDeliveryTimestamp(timestamp(Instant.now().minusSeconds(60)))));
  }

  @Test
  void every_message_of_a_mixed_request_has_the_result_of_its_kind() {
    var lite = message(topic, "lite");
    lite.getSystemPropertiesBuilder().setMessageType(MessageType.LITE).setLiteTopic("a");

    var answer =
        BROKER
            .client()
            .call()
            .sendMessage(
                send(
                    message(topic, "normal"),
                    fifo(topic, "a", "ordered"),
                    fifo(topic, " ", "blank"),
                    delayed(topic, Instant.now().plusSeconds(60), "delayed"),
                    delayed(topic, Instant.now().plusSeconds(5_000_000), "too late"),
                    half(topic, "half"),
                    message(topic, ""),
                    lite));

    assertCode(answer.getStatus(), Code.MULTIPLE_RESULTS);
    assertThat(answer.getEntriesList())
        .extracting(entry -> entry.getStatus().getCode())
        .containsExactly(
            Code.OK,
            Code.OK,
            Code.ILLEGAL_MESSAGE_GROUP,
            Code.OK,
            Code.ILLEGAL_DELIVERY_TIME,
            Code.OK,
            Code.MESSAGE_BODY_EMPTY,
            Code.NOT_IMPLEMENTED);
    assertThat(answer.getEntriesList())
        .extracting(entry -> !entry.getTransactionId().isEmpty())
        .containsExactly(false, false, false, false, false, true, false, false);
    assertThat(answer.getEntriesList())
        .extracting(entry -> !entry.getRecallHandle().isEmpty())
        .containsExactly(false, false, false, true, false, false, false, false);
    assertThat(BROKER.client().receive(receive(fresh("group"), topic)).bodies())
        .containsExactlyInAnyOrder("normal", "ordered");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_message_group_that_cannot_be_is_refused(String what, String messageGroup) {
    var answer = BROKER.client().call().sendMessage(send(fifo(topic, messageGroup, "hello")));

    assertCode(answer.getStatus(), Code.ILLEGAL_MESSAGE_GROUP);
  }

  static Stream<Arguments> a_message_group_that_cannot_be_is_refused() {
    return Stream.of(
        arguments("empty", ""),
        arguments("blank", " \t"),
        arguments("64 bytes", "k".repeat(64)),
        arguments("33 letters of 2 bytes", "ö".repeat(33)),
        arguments("a control character", "a\nb"));
  }

  @ParameterizedTest
  @MethodSource
  void a_message_group_at_a_limit_is_accepted(String messageGroup) {
    Message.Builder message = fifo(topic, messageGroup, "hello");

    assertCode(BROKER.client().call().sendMessage(send(message)).getStatus(), Code.OK);
  }

  static Stream<String> a_message_group_at_a_limit_is_accepted() {
    return Stream.of("k", "two words", "k".repeat(63), "ö".repeat(31));
  }

  private static Arguments spoilt(String what, Consumer<SystemProperties.Builder> spoil) {
    return arguments(what, spoil);
  }

  private static Arguments inferred(MessageType type, Consumer<SystemProperties.Builder> complete) {
    return arguments(type, complete);
  }
}
