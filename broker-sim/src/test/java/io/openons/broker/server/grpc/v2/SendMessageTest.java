package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.LARGEST_BODY;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.SystemProperties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a message is stored as it was sent, or refused with the reason. Method: the bare protocol,
 * spoken to a broker in this process. A failure means that senders lose messages, or receivers get
 * ones that they cannot read.
 */
class SendMessageTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void a_bad_message_is_refused(String what, Consumer<Message.Builder> spoil, Code code) {
    var message = message(fresh("topic"), "hello");
    spoil.accept(message);

    assertCode(answerTo(send(message)).getStatus(), code);
  }

  static Stream<Arguments> a_bad_message_is_refused() {
    return Stream.of(
        refused("empty body", Code.MESSAGE_BODY_EMPTY, m -> m.clearBody()),
        refused(
            "body of 4 MiB and 1 byte",
            Code.MESSAGE_BODY_TOO_LARGE,
            m -> m.setBody(bytes(LARGEST_BODY + 1))),
        refused("no topic", Code.ILLEGAL_TOPIC, m -> m.clearTopic()),
        refused("no message id", Code.ILLEGAL_MESSAGE_ID, m -> system(m).clearMessageId()),
        refused("blank message id", Code.ILLEGAL_MESSAGE_ID, m -> system(m).setMessageId(" \t")),
        refused("no system properties", Code.ILLEGAL_MESSAGE_ID, m -> m.clearSystemProperties()),
        refused(
            "unknown body encoding",
            Code.MESSAGE_CORRUPTED,
            m -> system(m).setBodyEncodingValue(99)),
        refused(
            "unknown message type", Code.NOT_IMPLEMENTED, m -> system(m).setMessageTypeValue(99)),
        refused("blank tag", Code.ILLEGAL_MESSAGE_TAG, m -> system(m).setTag(" ")),
        refused("tag with a bar", Code.ILLEGAL_MESSAGE_TAG, m -> system(m).setTag("a|b")),
        refused(
            "tag with a control character",
            Code.ILLEGAL_MESSAGE_TAG,
            m -> system(m).setTag("a\u0007b")),
        refused("blank key", Code.ILLEGAL_MESSAGE_KEY, m -> system(m).addKeys("good").addKeys(" ")),
        refused(
            "key with a control character",
            Code.ILLEGAL_MESSAGE_KEY,
            m -> system(m).addKeys("a\nb")),
        refused("129 user properties", Code.MESSAGE_PROPERTIES_TOO_LARGE, m -> properties(m, 129)),
        refused(
            "user properties of 16 KiB and 1 byte",
            Code.MESSAGE_PROPERTIES_TOO_LARGE,
            m -> m.putUserProperties("k", "v".repeat(16 * 1024))),
        refused(
            "keys and tag of 16 KiB and 1 byte",
            Code.MESSAGE_PROPERTIES_TOO_LARGE,
            m -> system(m).setTag("t").addKeys("k".repeat(16 * 1024))),
        refusedKey("KEYS"),
        refusedKey("TAGS"),
        refusedKey("DELAY"),
        refusedKey("WAIT"),
        refusedKey("UNIQ_KEY"),
        refusedKey("__SHARDINGKEY"),
        refusedKey("TIMER_DELIVER_MS"),
        refusedKey("POP_CK"),
        refused(
            "property name with a control character",
            Code.ILLEGAL_MESSAGE_PROPERTY_KEY,
            m -> m.putUserProperties("a\u0001b", "value")),
        refused(
            "property value with a control character",
            Code.ILLEGAL_MESSAGE_PROPERTY_KEY,
            m -> m.putUserProperties("name", "a\u0002b")),
        notOffered(MessageType.LITE, m -> system(m).setLiteTopic("a-lite-topic")),
        notOffered(MessageType.PRIORITY, m -> system(m).setPriority(1)));
  }

  @Test
  void a_request_without_message_is_refused() {
    assertCode(
        answerTo(SendMessageRequest.getDefaultInstance()).getStatus(), Code.MESSAGE_CORRUPTED);
  }

  @Test
  void messages_of_different_topics_are_refused_together() {
    var first = fresh("topic");
    var second = fresh("topic");

    var answer = answerTo(send(message(first, "one"), message(second, "two")));

    assertCode(answer.getStatus(), Code.MESSAGE_CORRUPTED);
    var stored = receive(fresh("group"), first).setLongPollingTimeout(seconds(0));
    assertThat(BROKER.client().receive(stored).messages()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_message_at_a_limit_is_accepted(String what, Consumer<Message.Builder> stretch) {
    var message = message(fresh("topic"), "hello");
    stretch.accept(message);

    assertCode(answerTo(send(message)).getStatus(), Code.OK);
  }

  static Stream<Arguments> a_message_at_a_limit_is_accepted() {
    return Stream.of(
        accepted("body of 1 byte", m -> m.setBody(bytes(1))),
        accepted("body of 4 MiB", m -> m.setBody(bytes(LARGEST_BODY))),
        accepted("128 user properties", m -> properties(m, 128)),
        accepted(
            "user properties of 16 KiB", m -> m.putUserProperties("k", "v".repeat(16 * 1024 - 1))),
        accepted("a key with a blank", m -> system(m).addKeys("two words")),
        accepted("a tag beyond ASCII", m -> system(m).setTag("größer 🚀")),
        accepted("a queue that does not exist", m -> system(m).setQueueId(4711)),
        accepted("a delivery attempt, as C++ sends it", m -> system(m).setDeliveryAttempt(-7)));
  }

  @Test
  void the_entry_of_a_message_has_its_id_and_its_offset() {
    var message = message(fresh("topic"), "hello");

    var answer = answerTo(send(message));

    assertThat(answer.getEntriesList()).hasSize(1);
    var entry = answer.getEntries(0);
    assertCode(entry.getStatus(), Code.OK);
    assertThat(entry.getMessageId()).isEqualTo(message.getSystemProperties().getMessageId());
    assertThat(entry.getOffset()).isZero();
    assertThat(entry.getTransactionId()).isEmpty();
    assertThat(entry.getRecallHandle()).isEmpty();
  }

  @Test
  void several_messages_have_an_entry_each_in_their_order() {
    var topic = fresh("topic");
    var messages =
        IntStream.range(0, 5)
            .mapToObj(i -> message(topic, "m" + i))
            .toArray(Message.Builder[]::new);

    var answer = answerTo(send(messages));

    assertCode(answer.getStatus(), Code.OK);
    assertThat(answer.getEntriesList())
        .extracting(SendResultEntry::getMessageId)
        .containsExactlyElementsOf(
            Stream.of(messages).map(m -> m.getSystemProperties().getMessageId()).toList());
    assertThat(answer.getEntriesList()).allSatisfy(entry -> assertCode(entry.getStatus(), Code.OK));
    assertThat(BROKER.client().receive(receive(fresh("group"), topic)).bodies())
        .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4");
  }

  @Test
  void a_bad_message_among_good_ones_is_refused_alone() {
    var topic = fresh("topic");

    var answer = answerTo(send(message(topic, "one"), message(topic, ""), message(topic, "three")));

    assertCode(answer.getStatus(), Code.MULTIPLE_RESULTS);
    assertThat(answer.getEntriesList()).hasSize(3);
    assertCode(answer.getEntries(0).getStatus(), Code.OK);
    assertCode(answer.getEntries(1).getStatus(), Code.MESSAGE_BODY_EMPTY);
    assertCode(answer.getEntries(2).getStatus(), Code.OK);
    assertThat(BROKER.client().receive(receive(fresh("group"), topic)).bodies())
        .containsExactlyInAnyOrder("one", "three");
  }

  @Test
  void messages_that_fail_alike_share_their_code() {
    var topic = fresh("topic");

    var answer = answerTo(send(message(topic, ""), message(topic, "")));

    assertCode(answer.getStatus(), Code.MESSAGE_BODY_EMPTY);
    assertThat(answer.getEntriesList())
        .hasSize(2)
        .allSatisfy(entry -> assertCode(entry.getStatus(), Code.MESSAGE_BODY_EMPTY));
  }

  private static SendMessageResponse answerTo(SendMessageRequest request) {
    return BROKER.client().call().sendMessage(request);
  }

  private static Arguments refused(String what, Code code, Consumer<Message.Builder> spoil) {
    return arguments(what, spoil, code);
  }

  private static Arguments refusedKey(String name) {
    return refused(
        "reserved property " + name,
        Code.ILLEGAL_MESSAGE_PROPERTY_KEY,
        m -> m.putUserProperties(name, "value"));
  }

  private static Arguments notOffered(MessageType type, Consumer<Message.Builder> complete) {
    return refused(
        type + " message",
        Code.NOT_IMPLEMENTED,
        message -> {
          system(message).setMessageType(type);
          complete.accept(message);
        });
  }

  private static Arguments accepted(String what, Consumer<Message.Builder> stretch) {
    return arguments(what, stretch);
  }

  private static SystemProperties.Builder system(Message.Builder message) {
    return message.getSystemPropertiesBuilder();
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  private static void properties(Message.Builder message, int count) {
    IntStream.range(0, count).forEach(i -> message.putUserProperties("name-" + i, "v"));
  }
}
