package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.millis;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Duration;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.Samples;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.AckMessageResultEntry;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ChangeInvisibleDurationResponse;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Status;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a lease is ended, prolonged and given back by its newest handle and by nothing else.
 *
 * <p>Method: AckMessage and ChangeInvisibleDuration with good handles, and with all kinds of bad
 * ones.
 *
 * <p>A failure means: messages are lost (a wrong handle acknowledges) or consumed twice (a right
 * one does not).
 */
class LeaseTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformations")
  void a_malformed_handle_acknowledges_nothing(String what, UnaryOperator<String> malform) {
    var handle = malform.apply(leaseOne("hello"));

    assertCode(acknowledge(handle).getStatus(), Code.INVALID_RECEIPT_HANDLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformations")
  void a_malformed_handle_changes_nothing(String what, UnaryOperator<String> malform) {
    var handle = malform.apply(leaseOne("hello"));

    assertCode(change(handle, seconds(0)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertNothingToReceive();
  }

  static Stream<Arguments> malformations() {
    return Stream.of(
        malformed("empty", handle -> ""),
        malformed("blank", handle -> " "),
        malformed("words", handle -> "please acknowledge"),
        malformed("cut short", handle -> handle.substring(0, handle.length() - 1)),
        malformed("continued", handle -> handle + "0"),
        malformed("doubled", handle -> handle + handle),
        malformed("beyond ASCII", handle -> "🚀" + handle),
        malformed("long", handle -> "9".repeat(10_000)),
        malformed("of Apache", handle -> "0 1700000000000 60000 1 0 openons 0 0 0"),
        malformed(
            "of Apache with huge numbers", handle -> "9223372036854775808 ".repeat(9).trim()));
  }

  @Test
  void a_handle_of_another_topic_is_refused() {
    var handle = leaseOne("hello");
    var other = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), other, group);

    assertCode(answerTo(ack(group, other, handle)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        answerTo(Samples.change(group, other, handle, seconds(0))), Code.INVALID_RECEIPT_HANDLE);
    assertCode(acknowledge(handle).getStatus(), Code.OK);
  }

  @Test
  void a_handle_of_another_group_is_refused() {
    var handle = leaseOne("hello");
    var other = fresh("group");
    BROKER.client().receive(receive(other, topic));

    assertCode(answerTo(ack(other, topic, handle)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        answerTo(Samples.change(other, topic, handle, seconds(0))), Code.INVALID_RECEIPT_HANDLE);
    assertCode(acknowledge(handle).getStatus(), Code.OK);
  }

  @Test
  void a_handle_serves_for_one_acknowledgement() {
    var handle = leaseOne("hello");

    assertCode(acknowledge(handle).getStatus(), Code.OK);
    assertCode(acknowledge(handle).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(change(handle, seconds(10)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
  }

  @Test
  void a_handle_dies_with_its_lease() {
    var first = leaseOne("hello");
    var expiring = change(first, millis(100)).getReceiptHandle();

    var again = BROKER.client().receive(receive(group, topic)).only().getSystemProperties();

    assertThat(again.getDeliveryAttempt()).isEqualTo(2);
    assertCode(acknowledge(expiring).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(change(expiring, seconds(10)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(acknowledge(again.getReceiptHandle()).getStatus(), Code.OK);
  }

  @Test
  void an_expired_handle_is_refused_also_while_nobody_else_has_the_message() {
    var expiring = change(leaseOne("hello"), millis(100)).getReceiptHandle();
    var empty = fresh("topic");
    Rpc.QUERY_ROUTE.call(BROKER.client(), empty, group);

    BROKER.client().receive(receive(group, empty).setLongPollingTimeout(seconds(1)));

    assertCode(acknowledge(expiring).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(change(expiring, seconds(10)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
  }

  @Test
  void every_entry_of_an_acknowledgement_has_its_own_result() {
    var handle = leaseOne("hello");

    var answer = answerTo(ack(group, topic, "wrong", handle));

    assertCode(answer.getStatus(), Code.MULTIPLE_RESULTS);
    assertThat(answer.getEntriesList())
        .extracting(AckMessageResultEntry::getReceiptHandle)
        .containsExactly("wrong", handle);
    assertThat(answer.getEntriesList())
        .extracting(AckMessageResultEntry::getMessageId)
        .containsExactly("id-of-wrong", "id-of-" + handle);
    assertCode(answer.getEntries(0).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(answer.getEntries(1).getStatus(), Code.OK);
  }

  @Test
  void entries_that_end_alike_share_their_code() {
    var good = answerTo(ack(group, topic, leaseOne("one"), leaseOne("two")));
    assertCode(good.getStatus(), Code.OK);
    assertThat(good.getEntriesList()).hasSize(2);

    var bad = answerTo(ack(group, topic, "wrong", "false"));
    assertCode(bad.getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertThat(bad.getEntriesList()).hasSize(2);
  }

  @Test
  void the_same_handle_twice_in_one_request_acknowledges_once() {
    var handle = leaseOne("hello");

    var answer = answerTo(ack(group, topic, handle, handle));

    assertCode(answer.getStatus(), Code.MULTIPLE_RESULTS);
    assertCode(answer.getEntries(0).getStatus(), Code.OK);
    assertCode(answer.getEntries(1).getStatus(), Code.INVALID_RECEIPT_HANDLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_bad_lease_is_refused_and_the_old_one_stays(String what, Duration time) {
    var handle = leaseOne("hello");

    assertCode(change(handle, time).getStatus(), Code.ILLEGAL_INVISIBLE_TIME);
    assertCode(acknowledge(handle).getStatus(), Code.OK);
  }

  static Stream<Arguments> a_bad_lease_is_refused_and_the_old_one_stays() {
    return Stream.of(
        arguments("-1 s", seconds(-1)),
        arguments("12 h and 1 s", seconds(43_201)),
        arguments("10,000 years", seconds(315_576_000_000L)));
  }

  @Test
  void a_changed_lease_has_a_new_handle_and_the_old_one_is_dead() {
    var old = leaseOne("hello");

    var changed = change(old, seconds(43_200));

    assertCode(changed.getStatus(), Code.OK);
    assertThat(changed.getReceiptHandle()).isNotBlank().isNotEqualTo(old);
    assertCode(acknowledge(old).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(change(old, seconds(10)).getStatus(), Code.INVALID_RECEIPT_HANDLE);
    assertCode(acknowledge(changed.getReceiptHandle()).getStatus(), Code.OK);
  }

  @Test
  void a_lease_of_no_time_gives_the_message_back_at_once() {
    var handle = leaseOne("hello");

    assertCode(change(handle, seconds(0)).getStatus(), Code.OK);

    var again = BROKER.client().receive(receive(group, topic)).only();
    assertThat(again.getBody().toStringUtf8()).isEqualTo("hello");
    assertThat(again.getTopic().getName()).isEqualTo(topic);
    assertThat(again.getSystemProperties().getDeliveryAttempt()).isEqualTo(2);
  }

  @Test
  void every_further_delivery_counts() {
    var handle = leaseOne("hello");

    for (var attempt = 2; attempt <= 5; attempt++) {
      change(handle, seconds(0));
      var again = BROKER.client().receive(receive(group, topic)).only().getSystemProperties();
      assertThat(again.getDeliveryAttempt()).isEqualTo(attempt);
      handle = again.getReceiptHandle();
    }
  }

  @Test
  void a_suspended_message_comes_back_without_counting() {
    var handle = leaseOne("hello");
    var pause = Samples.change(group, topic, handle, seconds(0)).setSuspend(true);

    assertCode(answerTo(pause), Code.OK);

    var again = BROKER.client().receive(receive(group, topic)).only().getSystemProperties();
    assertThat(again.getDeliveryAttempt()).isEqualTo(1);
  }

  private String leaseOne(String body) {
    BROKER.client().call().sendMessage(send(message(topic, body)));
    return BROKER.client().receive(receive(group, topic)).handle();
  }

  private AckMessageResponse acknowledge(String handle) {
    return answerTo(ack(group, topic, handle));
  }

  private static AckMessageResponse answerTo(AckMessageRequest.Builder request) {
    return BROKER.client().call().ackMessage(request.build());
  }

  private ChangeInvisibleDurationResponse change(String handle, Duration time) {
    var request = Samples.change(group, topic, handle, time);
    return BROKER.client().call().changeInvisibleDuration(request.build());
  }

  private static Status answerTo(ChangeInvisibleDurationRequest.Builder request) {
    return BROKER.client().call().changeInvisibleDuration(request.build()).getStatus();
  }

  private void assertNothingToReceive() {
    var answer = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
  }

  private static Arguments malformed(String what, UnaryOperator<String> malform) {
    return arguments(what, malform);
  }
}
