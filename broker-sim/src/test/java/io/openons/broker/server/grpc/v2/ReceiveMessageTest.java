package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.LARGEST_BODY;
import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.instant;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.millis;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.sql;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.openons.broker.testing.Received;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.DigestType;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse.ContentCase;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: receivers get every message once per lease, complete, in the frames that all clients
 * expect. Method: the bare protocol, spoken to a broker in this process. A failure means that
 * clients report errors for empty topics, drop messages as corrupted, or wait although there is
 * something to receive.
 */
class ReceiveMessageTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void a_bad_request_is_refused(
      String what, Consumer<ReceiveMessageRequest.Builder> spoil, Code code) {
    var topic = topicWith("never received");
    var request = receive(fresh("group"), topic);
    spoil.accept(request);

    var answer = BROKER.client().receive(request);

    assertCode(answer.status(), code);
    assertThat(answer.messages()).isEmpty();
  }

  static Stream<Arguments> a_bad_request_is_refused() {
    return Stream.of(
        refused("no topic", Code.ILLEGAL_TOPIC, r -> r.clearMessageQueue()),
        refused("no group", Code.ILLEGAL_CONSUMER_GROUP, r -> r.clearGroup()),
        refused("batch of 0", Code.BAD_REQUEST, r -> r.setBatchSize(0)),
        refused("batch of -1", Code.BAD_REQUEST, r -> r.setBatchSize(-1)),
        refused("lease of 9.999 s", Code.ILLEGAL_INVISIBLE_TIME, r -> lease(r, millis(9_999))),
        refused("no lease", Code.ILLEGAL_INVISIBLE_TIME, r -> r.clearInvisibleDuration()),
        refused("lease of 0 s", Code.ILLEGAL_INVISIBLE_TIME, r -> lease(r, seconds(0))),
        refused("lease of -1 s", Code.ILLEGAL_INVISIBLE_TIME, r -> lease(r, seconds(-1))),
        refused(
            "lease of 12 h and 1 s", Code.ILLEGAL_INVISIBLE_TIME, r -> lease(r, seconds(43_201))),
        refused(
            "lease of 10,000 years",
            Code.ILLEGAL_INVISIBLE_TIME,
            r -> lease(r, seconds(315_576_000_000L))),
        refused(
            "long poll of -1 s",
            Code.ILLEGAL_POLLING_TIME,
            r -> r.setLongPollingTimeout(seconds(-1))),
        refusedFilter("tags without a tag", tags("||")),
        refusedFilter("a bar too few", tags("a | b")),
        refusedFilter("a tag too few", tags("a || ")),
        refusedFilter("unknown language", tags("a").toBuilder().setTypeValue(9).build()),
        refusedFilter("SQL without a value", sql("amount >")),
        refusedFilter("empty SQL", sql("")),
        refusedFilter("SQL with 4,097 characters", sql(" ".repeat(4_090) + "a = 'b'")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_request_at_a_limit_is_served(
      String what, Consumer<ReceiveMessageRequest.Builder> stretch) {
    var request = receive(fresh("group"), topicWith("hello"));
    stretch.accept(request);

    var answer = BROKER.client().receive(request);

    assertCode(answer.status(), Code.OK);
    assertThat(answer.bodies()).containsExactly("hello");
  }

  static Stream<Arguments> a_request_at_a_limit_is_served() {
    return Stream.of(
        served("lease of 10 s", r -> lease(r, seconds(10))),
        served("lease of 12 h", r -> lease(r, seconds(43_200))),
        served("batch of 1", r -> r.setBatchSize(1)),
        served("batch beyond the largest", r -> r.setBatchSize(Integer.MAX_VALUE)),
        served("long poll of 0 s", r -> r.setLongPollingTimeout(seconds(0))),
        served("long poll of 1 h", r -> r.setLongPollingTimeout(seconds(3_600))),
        served("no long poll, as C++ sends it", r -> r.clearLongPollingTimeout()),
        served(
            "renewal without lease, as Java sends it",
            r -> r.setAutoRenew(true).clearInvisibleDuration()),
        served("renewal and lease, as C++ sends it", r -> lease(r.setAutoRenew(true), seconds(30))),
        served("no filter", r -> r.clearFilterExpression()),
        served("an empty filter", r -> r.setFilterExpression(tags(""))),
        served("a queue of the route", r -> r.getMessageQueueBuilder().setId(3)),
        served(
            "another broker's name",
            r -> r.getMessageQueueBuilder().getBrokerBuilder().setName("b")),
        served("an attempt id", r -> r.setAttemptId("attempt-1")));
  }

  @Test
  void the_frames_are_status_then_messages_then_the_time_of_delivery() {
    var topic = topicWith("one", "two");

    var answer = BROKER.client().receive(receive(fresh("group"), topic));

    assertThat(answer.frames())
        .containsExactly(
            ContentCase.STATUS,
            ContentCase.MESSAGE,
            ContentCase.MESSAGE,
            ContentCase.DELIVERY_TIMESTAMP);
    assertCode(answer.status(), Code.OK);
    assertThat(instant(answer.deliveredAt()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void a_message_arrives_with_all_that_its_sender_set() {
    var topic = fresh("topic");
    var sent =
        message(topic, "hello")
            .putUserProperties("colour", "blau")
            .putUserProperties("größe", "Ω ≈ 🚀");
    sent.getSystemPropertiesBuilder()
        .setTag("paid")
        .addKeys("order-1")
        .addKeys("customer-2")
        .setTraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    BROKER.client().call().sendMessage(send(sent));

    var received = BROKER.client().receive(receive(fresh("group"), topic)).only();

    assertThat(received.getTopic()).isEqualTo(sent.getTopic());
    assertThat(received.getBody()).isEqualTo(sent.getBody());
    assertThat(received.getUserPropertiesMap()).isEqualTo(sent.getUserPropertiesMap());
    var was = sent.getSystemProperties();
    var is = received.getSystemProperties();
    assertThat(is.getTag()).isEqualTo(was.getTag());
    assertThat(is.getKeysList()).isEqualTo(was.getKeysList());
    assertThat(is.getMessageId()).isEqualTo(was.getMessageId());
    assertThat(is.getMessageType()).isEqualTo(MessageType.NORMAL);
    assertThat(is.getBodyEncoding()).isEqualTo(Encoding.IDENTITY);
    assertThat(is.getBornTimestamp()).isEqualTo(was.getBornTimestamp());
    assertThat(is.getBornHost()).isEqualTo(was.getBornHost());
    assertThat(is.getTraceContext()).isEqualTo(was.getTraceContext());
    assertThat(is.hasMessageGroup()).isFalse();
    assertThat(is.hasDeliveryTimestamp()).isFalse();
    assertThat(is.hasPriority()).isFalse();
    assertThat(is.hasLiteTopic()).isFalse();
    assertThat(is.hasDeadLetterQueue()).isFalse();
  }

  @Test
  void a_message_arrives_with_all_that_the_broker_adds() {
    var topic = fresh("topic");
    BROKER.client().call().sendMessage(send(message(topic, "hello")));

    var is = BROKER.client().receive(receive(fresh("group"), topic)).only().getSystemProperties();

    assertThat(is.getReceiptHandle()).isNotBlank().isASCII().hasSizeLessThan(1024);
    assertThat(is.getDeliveryAttempt()).isEqualTo(1);
    assertThat(is.hasStoreTimestamp()).isTrue();
    assertThat(instant(is.getStoreTimestamp()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(is.getStoreHost()).isNotBlank();
    assertThat(is.getQueueId()).isBetween(0, 7);
    assertThat(is.hasQueueOffset()).isTrue();
    assertThat(is.getQueueOffset()).isZero();
  }

  @Test
  void the_digest_is_the_md5_of_the_transferred_body_in_upper_case() throws Exception {
    var topic = fresh("topic");
    var compressed = ByteString.fromHex("1F8B0800000000000003");
    var sent = message(topic, "").setBody(compressed);
    sent.getSystemPropertiesBuilder().setBodyEncoding(Encoding.GZIP);
    BROKER.client().call().sendMessage(send(sent));

    var received = BROKER.client().receive(receive(fresh("group"), topic)).only();

    assertThat(received.getBody()).isEqualTo(compressed);
    assertThat(received.getSystemProperties().getBodyEncoding()).isEqualTo(Encoding.GZIP);
    var digest = received.getSystemProperties().getBodyDigest();
    var md5 = MessageDigest.getInstance("MD5").digest(compressed.toByteArray());
    assertThat(digest.getType()).isEqualTo(DigestType.MD5);
    assertThat(digest.getChecksum()).isEqualTo(HexFormat.of().withUpperCase().formatHex(md5));
  }

  @Test
  void the_largest_body_arrives() {
    var topic = fresh("topic");
    var body = new byte[LARGEST_BODY];
    IntStream.range(0, body.length).forEach(i -> body[i] = (byte) (i * 31));
    BROKER.client().call().sendMessage(send(message(topic, "").setBody(ByteString.copyFrom(body))));

    var received = BROKER.client().receive(receive(fresh("group"), topic)).only();

    assertThat(received.getBody().toByteArray()).isEqualTo(body);
  }

  @Test
  void an_empty_topic_is_answered_when_the_poll_is_over() {
    var request = receive(fresh("group"), topicWith()).setLongPollingTimeout(seconds(1));

    var answer = BROKER.client().receive(request);

    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
    assertThat(answer.frames()).containsExactly(ContentCase.STATUS, ContentCase.DELIVERY_TIMESTAMP);
  }

  @Test
  void an_empty_topic_is_answered_before_the_deadline_of_the_call() {
    var request = receive(fresh("group"), topicWith()).setLongPollingTimeout(seconds(20));

    var answer =
        Received.from(BROKER.client().call(Duration.ofSeconds(2)).receiveMessage(request.build()));

    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
  }

  @Test
  void a_waiting_receive_is_woken_by_a_message() throws Exception {
    var topic = topicWith();
    var poll = receive(fresh("group"), topic).setLongPollingTimeout(seconds(15));
    var waiting = BROKER.connect("waiting").beginToReceive(poll);

    BROKER.client().call().sendMessage(send(message(topic, "wake up")));

    assertThat(waiting.get(5, TimeUnit.SECONDS).bodies()).containsExactly("wake up");
  }

  @Test
  void a_receive_that_was_given_up_takes_no_message_along() {
    var topic = topicWith();
    var group = fresh("group");
    var impatient = BROKER.connect("impatient");
    var poll = receive(group, topic).setLongPollingTimeout(seconds(15));
    var givenUp = Context.current().withCancellation();
    givenUp.run(() -> impatient.beginToReceive(poll));
    givenUp.cancel(null);
    impatient.settle();

    BROKER.client().call().sendMessage(send(message(topic, "for the patient")));

    assertThat(BROKER.client().receive(receive(group, topic)).bodies())
        .containsExactly("for the patient");
  }

  @Test
  void a_message_on_lease_is_not_given_to_another_member_of_the_group() {
    var topic = topicWith("hello");
    var group = fresh("group");
    BROKER.client().receive(receive(group, topic));

    var other =
        BROKER.connect("other").receive(receive(group, topic).setLongPollingTimeout(seconds(0)));

    assertCode(other.status(), Code.MESSAGE_NOT_FOUND);
  }

  @Test
  void every_group_gets_every_message() {
    var topic = topicWith("hello");

    assertThat(BROKER.client().receive(receive(fresh("group"), topic)).bodies())
        .containsExactly("hello");
    assertThat(BROKER.client().receive(receive(fresh("group"), topic)).bodies())
        .containsExactly("hello");
  }

  @Test
  void an_acknowledged_message_does_not_come_back() {
    var topic = topicWith("hello");
    var group = fresh("group");
    var handle = BROKER.client().receive(receive(group, topic)).handle();
    BROKER.client().call().ackMessage(ack(group, topic, handle).build());

    var again = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));

    assertCode(again.status(), Code.MESSAGE_NOT_FOUND);
  }

  @Test
  void one_receive_takes_messages_of_all_queues_and_at_most_a_batch() {
    var bodies = IntStream.range(0, 40).mapToObj(i -> "m" + i).toArray(String[]::new);
    var topic = topicWith(bodies);
    var group = fresh("group");

    var first = BROKER.client().receive(receive(group, topic).setBatchSize(100));
    assertThat(first.messages()).hasSizeBetween(1, 32);
    assertThat(first.messages())
        .extracting(message -> message.getSystemProperties().getQueueId())
        .hasSizeGreaterThan(1);

    var received = new HashSet<>(first.bodies());
    while (received.size() < bodies.length) {
      var more = BROKER.client().receive(receive(group, topic));
      assertCode(more.status(), Code.OK);
      received.addAll(more.bodies());
    }
    assertThat(received).containsExactlyInAnyOrder(bodies);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void a_filter_lets_only_matching_messages_through(FilterExpression filter, String[] bodies) {
    var topic = fresh("topic");
    BROKER
        .client()
        .call()
        .sendMessage(
            send(
                tagged(topic, "paid"),
                tagged(topic, "shipped"),
                tagged(topic, "lost"),
                message(topic, "untagged")));

    var answer =
        BROKER.client().receive(receive(fresh("group"), topic).setFilterExpression(filter));

    assertThat(answer.bodies()).containsExactlyInAnyOrder(bodies);
  }

  static Stream<Arguments> a_filter_lets_only_matching_messages_through() {
    return Stream.of(
        arguments(tags("paid"), new String[] {"paid"}),
        arguments(tags("paid || lost"), new String[] {"paid", "lost"}),
        arguments(tags("paid||lost"), new String[] {"paid", "lost"}),
        arguments(tags("*"), new String[] {"paid", "shipped", "lost", "untagged"}),
        arguments(sql("TAGS IN ('paid', 'lost')"), new String[] {"paid", "lost"}),
        arguments(sql("length > 4 AND TAGS IS NOT NULL"), new String[] {"shipped"}),
        arguments(sql("length <> 4"), new String[] {"shipped"}));
  }

  @Test
  void a_message_that_does_not_match_counts_as_consumed() {
    var topic = fresh("topic");
    var group = fresh("group");
    BROKER.client().call().sendMessage(send(tagged(topic, "lost")));
    var paid = receive(group, topic).setFilterExpression(tags("paid"));
    assertCode(
        BROKER.client().receive(paid.setLongPollingTimeout(seconds(0))).status(),
        Code.MESSAGE_NOT_FOUND);

    var all = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));

    assertCode(all.status(), Code.MESSAGE_NOT_FOUND);
  }

  /** A message whose body is its tag, and whose property {@code length} is the tag's. */
  private static Message.Builder tagged(String topic, String tag) {
    var message = message(topic, tag).putUserProperties("length", String.valueOf(tag.length()));
    message.getSystemPropertiesBuilder().setTag(tag);
    return message;
  }

  private static String topicWith(String... bodies) {
    var topic = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), topic, "");
    for (var body : bodies) {
      BROKER.client().call().sendMessage(send(message(topic, body)));
    }
    return topic;
  }

  private static void lease(
      ReceiveMessageRequest.Builder request, com.google.protobuf.Duration time) {
    request.setInvisibleDuration(time);
  }

  private static Arguments refused(
      String what, Code code, Consumer<ReceiveMessageRequest.Builder> spoil) {
    return arguments(what, spoil, code);
  }

  private static Arguments refusedFilter(String what, FilterExpression filter) {
    return refused(what, Code.ILLEGAL_FILTER_EXPRESSION, r -> r.setFilterExpression(filter));
  }

  private static Arguments served(String what, Consumer<ReceiveMessageRequest.Builder> stretch) {
    return arguments(what, stretch);
  }
}
