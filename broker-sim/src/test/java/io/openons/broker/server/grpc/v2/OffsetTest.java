package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.instant;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.queue;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.sql;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.Samples.timestamp;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.StatusAssertions.assertRefused;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.testing.Samples;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.GetOffsetResponse;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse.ContentCase;
import io.openons.proto.v2.QueryOffsetPolicy;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a queue can be read at any offset, and a group can keep its place in it.
 *
 * <p>Method: three messages in each queue of a fresh topic; pulls, and the three offset calls.
 *
 * <p>A failure means: broadcasting and pull consumers miss messages or read them twice.
 */
class OffsetTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final int QUEUES = 8;

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  /** Messages go to the queues in turn, so after three rounds each queue holds m0, m1 and m2. */
  @BeforeEach
  void three_messages_in_each_queue() {
    round("m0", "even");
    round("m1", "odd");
    round("m2", "even");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource
  void a_bad_pull_is_refused(String what, Consumer<PullMessageRequest.Builder> spoil, Code code) {
    var request = pull(group, topic, 0, 0);
    spoil.accept(request);

    var answer = BROKER.client().pull(request);

    assertCode(answer.status(), code);
    assertThat(answer.messages()).isEmpty();
  }

  static Stream<Arguments> a_bad_pull_is_refused() {
    return Stream.of(
        refused("offset -1", Code.ILLEGAL_OFFSET, r -> r.setOffset(-1)),
        refused("offset behind the end", Code.ILLEGAL_OFFSET, r -> r.setOffset(4)),
        refused("largest offset", Code.ILLEGAL_OFFSET, r -> r.setOffset(Long.MAX_VALUE)),
        refused("batch of 0", Code.BAD_REQUEST, r -> r.setBatchSize(0)),
        refused("batch of -1", Code.BAD_REQUEST, r -> r.setBatchSize(-1)),
        refused(
            "long poll of -1 s",
            Code.ILLEGAL_POLLING_TIME,
            r -> r.setLongPollingTimeout(seconds(-1))),
        refused(
            "tags without a tag",
            Code.ILLEGAL_FILTER_EXPRESSION,
            r -> r.setFilterExpression(tags("||"))),
        refused(
            "SQL without a value",
            Code.ILLEGAL_FILTER_EXPRESSION,
            r -> r.setFilterExpression(sql("amount >"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -2, 8, Integer.MAX_VALUE})
  void a_queue_that_does_not_exist_is_refused_by_every_call(int id) {
    assertRefused(BROKER.client().pull(pull(group, topic, id, 0)).status());
    assertRefused(update(id, 0));
    assertRefused(get(id).getStatus());
    assertRefused(query(id, QueryOffsetPolicy.END).getStatus());
  }

  @Test
  void the_frames_of_a_pull_are_status_then_messages_then_the_next_offset() {
    var answer = BROKER.client().pull(pull(group, topic, 0, 0));

    assertCode(answer.status(), Code.OK);
    assertThat(answer.frames())
        .containsExactly(
            ContentCase.STATUS,
            ContentCase.MESSAGE,
            ContentCase.MESSAGE,
            ContentCase.MESSAGE,
            ContentCase.NEXT_OFFSET);
    assertThat(answer.bodies()).containsExactly("m0", "m1", "m2");
    assertThat(answer.nextOffset()).isEqualTo(3);
  }

  @Test
  void a_pull_starts_at_its_offset_and_ends_with_its_batch() {
    var answer = BROKER.client().pull(pull(group, topic, 0, 1).setBatchSize(1));

    assertThat(answer.bodies()).containsExactly("m1");
    assertThat(answer.nextOffset()).isEqualTo(2);
    var is = answer.messages().get(0).getSystemProperties();
    assertThat(is.getQueueId()).isZero();
    assertThat(is.getQueueOffset()).isEqualTo(1);
    assertThat(is.getDeliveryAttempt()).isEqualTo(1);
    assertThat(is.getReceiptHandle()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource
  void a_pull_passes_over_messages_that_do_not_match(FilterExpression filter) {
    var request = pull(group, topic, 0, 0).setFilterExpression(filter);

    var answer = BROKER.client().pull(request);

    assertThat(answer.bodies()).containsExactly("m1");
    assertThat(answer.nextOffset()).isEqualTo(3);
  }

  static Stream<FilterExpression> a_pull_passes_over_messages_that_do_not_match() {
    return Stream.of(tags("odd"), sql("TAGS = 'odd'"));
  }

  @Test
  void a_pull_leases_nothing_and_moves_nothing() {
    BROKER.client().pull(pull(group, topic, 0, 0));

    assertThat(BROKER.client().pull(pull(group, topic, 0, 0)).messages()).hasSize(3);
    assertCode(get(0).getStatus(), Code.OFFSET_NOT_FOUND);
    assertThat(BROKER.client().receive(Samples.receive(group, topic)).messages())
        .hasSize(3 * QUEUES);
  }

  @Test
  void a_pull_at_the_end_finds_nothing() {
    var answer = BROKER.client().pull(pull(group, topic, 0, 3));

    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
    assertThat(answer.frames()).containsExactly(ContentCase.STATUS, ContentCase.NEXT_OFFSET);
    assertThat(answer.nextOffset()).isEqualTo(3);
  }

  @Test
  void a_waiting_pull_is_woken_by_a_message() throws Exception {
    var request = pull(group, topic, 0, 3).setLongPollingTimeout(seconds(15));
    var waiting = BROKER.connect("waiting").beginToPull(request);

    round("wake up", "odd");

    assertThat(waiting.get(5, TimeUnit.SECONDS).bodies()).containsOnly("wake up");
  }

  @Test
  void a_group_finds_the_offset_that_it_stored() {
    assertCode(get(0).getStatus(), Code.OFFSET_NOT_FOUND);

    assertCode(update(0, 2), Code.OK);
    assertThat(get(0).getOffset()).isEqualTo(2);

    assertCode(update(0, 0), Code.OK);
    assertCode(get(0).getStatus(), Code.OK);
    assertThat(get(0).getOffset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4, Long.MIN_VALUE, Long.MAX_VALUE})
  void an_offset_outside_the_queue_is_not_stored(long offset) {
    assertCode(update(0, offset), Code.ILLEGAL_OFFSET);
    assertCode(get(0).getStatus(), Code.OFFSET_NOT_FOUND);
  }

  @Test
  void the_ends_of_a_queue_are_found() {
    assertThat(query(0, QueryOffsetPolicy.BEGINNING).getOffset()).isZero();
    assertThat(query(0, QueryOffsetPolicy.END).getOffset()).isEqualTo(3);
  }

  @Test
  void an_offset_is_found_by_time() {
    var first = BROKER.client().pull(pull(group, topic, 0, 0)).messages().get(0);
    var stored = instant(first.getSystemProperties().getStoreTimestamp());
    var policy = QueryOffsetRequest.newBuilder().setMessageQueue(queue(topic, 0));
    policy.setQueryOffsetPolicy(QueryOffsetPolicy.TIMESTAMP);

    var before = policy.setTimestamp(timestamp(stored.minusSeconds(60))).build();
    var after = policy.setTimestamp(timestamp(stored.plusSeconds(60))).build();

    assertThat(BROKER.client().call().queryOffset(before).getOffset()).isZero();
    assertThat(BROKER.client().call().queryOffset(after).getOffset()).isEqualTo(3);
  }

  @Test
  void a_search_by_time_without_time_is_refused() {
    assertCode(query(0, QueryOffsetPolicy.TIMESTAMP).getStatus(), Code.BAD_REQUEST);
  }

  @Test
  void a_search_by_an_unknown_policy_is_refused() {
    var request =
        QueryOffsetRequest.newBuilder()
            .setMessageQueue(queue(topic, 0))
            .setQueryOffsetPolicyValue(99);

    assertCode(BROKER.client().call().queryOffset(request.build()).getStatus(), Code.BAD_REQUEST);
  }

  private void round(String body, String tag) {
    var message = message(topic, body);
    message.getSystemPropertiesBuilder().setTag(tag);
    BROKER.client().call().sendMessage(send(Collections.nCopies(QUEUES, message)));
  }

  private Status update(int id, long offset) {
    var request =
        UpdateOffsetRequest.newBuilder()
            .setGroup(named(group))
            .setMessageQueue(queue(topic, id))
            .setOffset(offset);
    return BROKER.client().call().updateOffset(request.build()).getStatus();
  }

  private GetOffsetResponse get(int id) {
    var request =
        GetOffsetRequest.newBuilder().setGroup(named(group)).setMessageQueue(queue(topic, id));
    return BROKER.client().call().getOffset(request.build());
  }

  private QueryOffsetResponse query(int id, QueryOffsetPolicy policy) {
    var request =
        QueryOffsetRequest.newBuilder()
            .setMessageQueue(queue(topic, id))
            .setQueryOffsetPolicy(policy);
    return BROKER.client().call().queryOffset(request.build());
  }

  private static Arguments refused(
      String what, Code code, Consumer<PullMessageRequest.Builder> spoil) {
    return arguments(what, spoil, code);
  }
}
