package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.instant;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.timestamp;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecallMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a delayed message comes at its time, not before, once; unless it is recalled. Method: the
 * bare protocol, spoken to a broker in this process. A failure means that reminders come early,
 * late, or after they were cancelled.
 */
class DelayTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  /** Milliseconds in 40 days. */
  private static final String LIMIT = "3456000000";

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @Test
  void a_message_comes_at_its_time_to_the_millisecond_and_not_before() {
    var time = in(700);
    sendOne(time, "hello");

    var received = BROKER.client().receive(receive(group, topic)).only().getSystemProperties();

    var now = Instant.now();
    assertThat(now).isBetween(time, time.plusSeconds(2));
    assertThat(instant(received.getStoreTimestamp())).isBetween(time, now);
    assertThat(instant(received.getDeliveryTimestamp())).isEqualTo(time);
    assertThat(received.getMessageType()).isEqualTo(MessageType.DELAY);
    assertThat(received.getDeliveryAttempt()).isEqualTo(1);
  }

  @Test
  void messages_come_in_the_order_of_their_times() {
    sendOne(in(900), "third");
    sendOne(in(300), "first");
    sendOne(in(600), "second");

    assertThat(receiveBodies(3)).containsExactly("first", "second", "third");
  }

  @ParameterizedTest
  @ValueSource(longs = {-62_135_596_800_000L, -1_000, 0, 1_700_000_000_000L})
  void a_time_that_is_over_means_now(long millis) {
    var entry = sendOne(Instant.ofEpochMilli(millis), "hello");

    assertThat(receiveBodies(1)).containsExactly("hello");
    assertThat(entry.getRecallHandle()).isEmpty();
  }

  @Test
  void forty_days_are_accepted() {
    var entry = sendOne(Instant.now().plus(Duration.ofDays(40)), "hello");

    assertThat(entry.getRecallHandle()).isNotBlank().isASCII();
  }

  @Test
  void more_than_forty_days_are_refused_with_what_was_asked_and_what_is_allowed() {
    // A second more than a millisecond more: so long may the request be on its way.
    var time = Instant.now().plus(Duration.ofDays(40)).plusSeconds(1);

    var status =
        BROKER.client().call().sendMessage(send(delayed(topic, time, "hello"))).getStatus();

    assertCode(status, Code.ILLEGAL_DELIVERY_TIME);
    assertThat(status.getMessage()).contains(LIMIT).containsPattern("345600\\d{4} ms ahead");
  }

  @Test
  void a_recalled_message_never_comes() {
    var recalled = sendOne(in(400), "recalled");
    sendOne(in(500), "kept");

    var answer = recall(topic, recalled.getRecallHandle());

    assertCode(answer.getStatus(), Code.OK);
    assertThat(answer.getMessageId()).isEqualTo(recalled.getMessageId());
    assertThat(receiveBodies(1)).containsExactly("kept");
  }

  @Test
  void a_message_that_came_can_not_be_recalled() {
    var sent = sendOne(in(100), "hello");
    receiveBodies(1);

    assertCode(recall(topic, sent.getRecallHandle()).getStatus(), Code.BAD_REQUEST);
  }

  @Test
  void a_message_can_be_recalled_once() {
    var sent = sendOne(in(60_000), "hello");
    recall(topic, sent.getRecallHandle());

    assertCode(recall(topic, sent.getRecallHandle()).getStatus(), Code.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "no-handle", "🚀", "1:1:1:1"})
  void a_handle_that_is_none_is_refused(String handle) {
    sendOne(in(60_000), "hello");

    assertCode(recall(topic, handle).getStatus(), Code.BAD_REQUEST);
  }

  @Test
  void a_handle_for_another_message_of_its_kind_is_refused() {
    var handle = sendOne(in(60_000), "hello").getRecallHandle();
    var plain = new String(Base64.getUrlDecoder().decode(handle));
    var forged = Base64.getUrlEncoder().encodeToString((plain + "x").getBytes());

    assertCode(recall(topic, forged).getStatus(), Code.BAD_REQUEST);
    assertCode(recall(topic, handle).getStatus(), Code.OK);
  }

  @Test
  void a_handle_of_another_topic_is_refused() {
    var handle = sendOne(in(60_000), "hello").getRecallHandle();
    var other = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), other, group);

    assertCode(recall(other, handle).getStatus(), Code.BAD_REQUEST);
    assertCode(recall(fresh("unknown"), handle).getStatus(), Code.TOPIC_NOT_FOUND);
    assertCode(recall(topic, handle).getStatus(), Code.OK);
  }

  private static Instant in(long millis) {
    return Instant.now().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
  }

  private SendResultEntry sendOne(Instant time, String body) {
    var message = delayed(topic, time, body);
    message.getSystemPropertiesBuilder().setDeliveryTimestamp(timestamp(time));
    var answer = BROKER.client().call().sendMessage(send(message));
    assertCode(answer.getStatus(), Code.OK);
    return answer.getEntries(0);
  }

  private List<String> receiveBodies(int count) {
    var bodies = new ArrayList<String>();
    while (bodies.size() < count) {
      var answer = BROKER.client().receive(receive(group, topic));
      assertCode(answer.status(), Code.OK);
      bodies.addAll(answer.bodies());
    }
    return bodies;
  }

  private static RecallMessageResponse recall(String topic, String handle) {
    var request = RecallMessageRequest.newBuilder().setTopic(named(topic)).setRecallHandle(handle);
    return BROKER.client().call().recallMessage(request.build());
  }
}
