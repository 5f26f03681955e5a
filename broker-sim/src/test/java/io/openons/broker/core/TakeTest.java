package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.filtered;
import static io.openons.broker.core.BrokerFixture.message;
import static io.openons.broker.core.BrokerFixture.renewed;
import static io.openons.broker.core.BrokerFixture.take;
import static io.openons.broker.core.BrokerFixture.waiting;
import static io.openons.broker.core.BrokerFixture.waitingRenewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a message is given to one consumer of a group at a time, and again until it is
 * acknowledged. Method: one broker on a virtual clock. A failure means a message lost, doubled or
 * stuck.
 */
class TakeTest {
  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void a_message_is_delivered_once_while_it_is_leased() {
    fixture.send("a", "b");

    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("a", "b");
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void each_group_gets_each_message() {
    ResourceName other = new ResourceName("", "GID_other");
    fixture.broker().subscribe(other, TOPIC);
    fixture.send("a");

    TakeRequest take = take();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
    assertThat(
            bodies(
                fixture.takeNow(
                    new TakeRequest(
                        other,
                        TOPIC,
                        "c",
                        take.filter(),
                        1,
                        take.lease(),
                        false,
                        Duration.ZERO,
                        null))))
        .containsExactly("a");
  }

  @Test
  void an_unacknowledged_message_comes_again_when_its_lease_ends_and_its_attempts_are_counted() {
    fixture.send("a");
    for (int attempt = 1; attempt <= 5; attempt++) {
      List<Delivery> taken = fixture.takeNow();
      assertThat(bodies(taken)).containsExactly("a");
      assertThat(taken.get(0).attempt()).isEqualTo(attempt);
      fixture.time.advance(Duration.ofMillis(29_999));
      assertThat(fixture.takeNow()).isEmpty();
      fixture.time.advance(Duration.ofMillis(1));
    }
  }

  @Test
  void an_acknowledged_message_never_comes_again() {
    fixture.send("a");
    fixture.acknowledge(fixture.takeNow().get(0));

    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void the_lease_can_be_lengthened_and_the_old_handle_is_void() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);

    String changed =
        fixture
            .broker()
            .changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ofMinutes(5), false);

    assertThatThrownBy(() -> fixture.acknowledge(delivery))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_RECEIPT_HANDLE))
        .hasMessageContaining("superseded");
    fixture.time.advance(Duration.ofMinutes(4));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.broker().acknowledge(GROUP, TOPIC, changed);
    fixture.time.advance(Duration.ofMinutes(4));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_lease_of_zero_gives_the_message_back_at_once_as_the_next_attempt() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);
    fixture.broker().changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ZERO, false);

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
  }

  @Test
  void a_suspended_delivery_does_not_count_as_an_attempt() {
    fixture.send("a");
    Delivery delivery = fixture.takeNow().get(0);
    fixture.broker().changeLease(GROUP, TOPIC, delivery.receiptHandle(), Duration.ZERO, true);

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(1));
  }

  @Test
  void handles_that_cannot_be_used_say_why() {
    fixture.send("a", "b");
    List<Delivery> taken = fixture.takeNow();
    Delivery acknowledged = taken.get(0);
    Delivery expired = taken.get(1);
    fixture.acknowledge(acknowledged);
    fixture.time.advance(Duration.ofSeconds(31));

    assertRefused(acknowledged.receiptHandle(), "consumed already");
    assertRefused(expired.receiptHandle(), "its lease ended 1000 ms ago");
    assertRefused("rubbish", "not a receipt handle");
    assertRefused("1:1:1:0:zz:1", "never delivered");
    assertRefused("1:1:1:9:0:1", "never delivered");
    assertRefused("1:2:1:0:0:1", "is not of group GID_shop and topic orders");
    assertRefused("1:1:2:0:0:1", "is not of group GID_shop and topic orders");
    assertRefused("1:1:1:0:0:99999999999", "not a receipt handle");
  }

  private void assertRefused(String handle, String why) {
    assertThatThrownBy(() -> fixture.broker().acknowledge(GROUP, TOPIC, handle))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_RECEIPT_HANDLE))
        .hasMessageContaining(why);
  }

  @Test
  void a_waiting_take_is_answered_by_the_next_message() {
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    assertThat(waiting).isNotDone();

    fixture.send("a");

    assertThat(bodies(waiting.join())).containsExactly("a");
  }

  @Test
  void one_message_answers_one_of_two_waiting_takes_in_the_order_they_came() {
    CompletableFuture<List<Delivery>> first =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    CompletableFuture<List<Delivery>> second =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.send("a");
    assertThat(bodies(first.join())).containsExactly("a");
    assertThat(second).isNotDone();

    fixture.send("b");
    assertThat(bodies(second.join())).containsExactly("b");
  }

  @Test
  void a_waiting_take_ends_empty_when_its_time_is_over() {
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    fixture.time.advance(Duration.ofMillis(19_999));
    assertThat(waiting).isNotDone();
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(waiting.join()).isEmpty();
  }

  @Test
  void a_waiting_take_is_answered_when_a_lease_ends() {
    fixture.send("a");
    fixture.takeNow();
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofMinutes(5)));

    fixture.time.advance(Duration.ofSeconds(30));

    assertThat(waiting.join())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
  }

  @Test
  void a_message_is_not_given_to_a_take_that_was_cancelled() {
    fixture.broker().take(waiting(Duration.ofSeconds(20))).cancel(false);
    CompletableFuture<List<Delivery>> other =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.send("a");

    assertThat(other.join())
        .singleElement()
        .satisfies(first -> assertThat(first.attempt()).isEqualTo(1));
  }

  @Test
  void deliveries_that_are_given_back_do_not_count_as_attempts() {
    fixture.send("a");
    fixture.broker().giveBack(fixture.takeNow());

    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(first -> assertThat(first.attempt()).isEqualTo(1));
  }

  @Test
  void only_wanted_tags_are_delivered_and_the_others_count_as_consumed() {
    fixture.sendTagged("A", "a");
    fixture.sendTagged("B", "b");
    fixture.sendTagged("C", "c");
    fixture.sendTagged(null, "none");

    assertThat(bodies(fixture.takeNow(filtered("A || C")))).containsExactlyInAnyOrder("a", "c");
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(bodies(fixture.takeNow(filtered("*")))).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void what_each_client_wants_is_known_until_it_is_gone() {
    fixture.takeNow(filtered("B || A"));
    fixture.takeNow(renewed("other", null));

    assertThat(subscriptions())
        .isEqualTo(Map.of("A || B", List.of("client"), "*", List.of("other")));
    fixture.broker().clients().terminated("other");
    assertThat(subscriptions()).isEqualTo(Map.of("A || B", List.of("client")));
  }

  private Map<String, List<String>> subscriptions() {
    return fixture
        .broker()
        .administration()
        .groups()
        .subscriptions(GROUP, PageRequest.first(1))
        .items()
        .get(0)
        .clients();
  }

  @Test
  void tags_with_equal_hashes_are_told_apart() {
    // "Aa" and "BB" have the same hash.
    fixture.sendTagged("Aa", "wanted");
    fixture.sendTagged("BB", "unwanted");

    assertThat(bodies(fixture.takeNow(filtered("Aa")))).containsExactly("wanted");
  }

  @Test
  void a_take_gives_at_most_what_it_asked_for_and_never_more_than32() {
    IntStream.range(0, 100).forEach(i -> fixture.send("m" + i));
    TakeRequest take = take();
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    GROUP, TOPIC, "c", take.filter(), 5, take.lease(), false, Duration.ZERO, null)))
        .hasSize(5);
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    GROUP,
                    TOPIC,
                    "c",
                    take.filter(),
                    64,
                    take.lease(),
                    false,
                    Duration.ZERO,
                    null)))
        .hasSize(32);
  }

  @Test
  void a_take_ends_after16_mi_b_of_bodies() {
    String big = "x".repeat(4 << 20);
    IntStream.range(0, 6).forEach(i -> fixture.send(big));
    assertThat(fixture.takeNow()).hasSize(4);
    assertThat(fixture.takeNow()).hasSize(2);
  }

  @Test
  void a_new_group_gets_only_what_is_sent_after_it_was_seen() {
    ResourceName late = new ResourceName("", "GID_late");
    fixture.send("before");
    fixture.broker().subscribe(late, TOPIC);
    fixture.send("after");

    TakeRequest take = take();
    assertThat(
            bodies(
                fixture.takeNow(
                    new TakeRequest(
                        late,
                        TOPIC,
                        "c",
                        take.filter(),
                        32,
                        take.lease(),
                        false,
                        Duration.ZERO,
                        null))))
        .containsExactly("after");
  }

  @Test
  void a_lease_that_the_broker_renews_lasts_as_long_as_its_client_lives() {
    fixture.send("a");
    fixture.connect("lives");
    Delivery delivery = fixture.takeNow(renewed("lives", null)).get(0);

    fixture.time.advance(Duration.ofMinutes(30));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(delivery);
    fixture.time.advance(Duration.ofMinutes(30));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_lease_is_renewed_for_three_hours_at_most() {
    fixture.send("a");
    fixture.connect("stuck");
    fixture.takeNow(renewed("stuck", null));

    fixture.time.advance(Duration.ofHours(3).minusSeconds(1));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofMinutes(2));
    assertThat(fixture.takeNow()).hasSize(1);
  }

  @Test
  void a_client_that_says_it_ends_loses_its_renewed_leases_at_once() {
    fixture.send("a");
    fixture.takeNow(renewed("ends", null));
    CompletableFuture<List<Delivery>> other =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.broker().clients().terminated("ends");

    assertThat(bodies(other.join())).containsExactly("a");
  }

  @Test
  void a_client_whose_stream_ends_has_five_seconds_to_come_back() {
    fixture.send("a");
    fixture.connect("flaky");
    fixture.takeNow(renewed("flaky", null));

    fixture.disconnect("flaky");
    fixture.time.advance(Duration.ofSeconds(4));
    fixture.connect("flaky");
    fixture.time.advance(Duration.ofMinutes(10));
    assertThat(fixture.takeNow()).isEmpty();

    fixture.disconnect("flaky");
    fixture.time.advance(Duration.ofSeconds(6));
    assertThat(fixture.takeNow()).hasSize(1);
  }

  @Test
  void the_old_stream_of_a_client_may_end_after_its_new_one_began() {
    fixture.send("a");
    fixture.connect("moves");
    fixture.takeNow(renewed("moves", null));
    fixture.connect("moves");
    fixture.disconnect("moves");

    fixture.time.advance(Duration.ofMinutes(10));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_repeated_attempt_gets_the_same_messages_under_the_same_handles() {
    fixture.send("a", "b");
    List<Delivery> lost = fixture.takeNow(renewed("client", "attempt-1"));
    List<Delivery> again = fixture.takeNow(renewed("client", "attempt-1"));

    assertThat(bodies(again)).isEqualTo(bodies(lost));
    assertThat(again)
        .extracting(Delivery::receiptHandle)
        .isEqualTo(lost.stream().map(Delivery::receiptHandle).toList());
    assertThat(again).extracting(Delivery::attempt).containsOnly(1);
    again.forEach(fixture::acknowledge);
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow(renewed("client", "attempt-1"))).isEmpty();
  }

  @Test
  void the_lease_of_a_repeated_attempt_survives_a_kill() {
    TakeRequest repeated =
        new TakeRequest(
            GROUP,
            TOPIC,
            "client",
            TagFilter.parse("*"),
            32,
            Duration.ofSeconds(30),
            false,
            Duration.ZERO,
            "attempt-1");
    fixture.send("a");
    fixture.takeNow(repeated);
    fixture.time.advance(Duration.ofSeconds(20));
    Delivery again = fixture.takeNow(repeated).get(0);
    fixture.time.advance(Duration.ofSeconds(2));

    fixture.kill();
    fixture.time.advance(Duration.ofSeconds(20));

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(again);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void setting_the_clock_by_an_hour_changes_no_lease_and_no_back_off(long hours) {
    fixture.send("leased", "given back");
    List<Delivery> taken = fixture.takeNow();
    assertThat(taken).hasSize(2);
    fixture
        .broker()
        .changeLease(GROUP, TOPIC, taken.get(1).receiptHandle(), Duration.ofSeconds(20), false);
    fixture.connect("lives");
    fixture.send("renewed");
    fixture.takeNow(renewed("lives", null));

    fixture.time.jump(Duration.ofHours(hours));
    fixture.time.advance(Duration.ofSeconds(19));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(1));
    assertThat(bodies(fixture.takeNow())).isEqualTo(bodies(taken.subList(1, 2)));
    fixture.time.advance(Duration.ofSeconds(9));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(1));
    assertThat(bodies(fixture.takeNow())).isEqualTo(bodies(taken.subList(0, 1)));
  }

  @Test
  void a_clock_that_was_set_back_between_stop_and_start_keeps_no_renewed_lease() {
    fixture.send("a");
    fixture.takeNow(renewed("client", null));
    fixture.close();
    fixture.time.jump(Duration.ofHours(-1));
    fixture.start();

    fixture.time.advance(Limits.AUTO_RENEW_LEASE);
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void takes_that_break_a_rule_are_refused() {
    TakeRequest take = take();
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 0, take.lease(), false, Duration.ZERO, null),
        Reason.BAD_REQUEST);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, Duration.ZERO, false, Duration.ZERO, null),
        Reason.ILLEGAL_LEASE);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, Duration.ofHours(13), false, Duration.ZERO, null),
        Reason.ILLEGAL_LEASE);
    assertRefused(
        new TakeRequest(
            GROUP, TOPIC, "c", take.filter(), 1, take.lease(), false, Duration.ofMillis(-1), null),
        Reason.ILLEGAL_WAIT);
    assertRefused(
        new TakeRequest(
            new ResourceName("", " "),
            TOPIC,
            "c",
            take.filter(),
            1,
            take.lease(),
            false,
            Duration.ZERO,
            null),
        Reason.ILLEGAL_CONSUMER_GROUP);
    assertRefused(
        new TakeRequest(
            GROUP,
            new ResourceName("", "a.b"),
            "c",
            take.filter(),
            1,
            take.lease(),
            false,
            Duration.ZERO,
            null),
        Reason.ILLEGAL_TOPIC);
  }

  private void assertRefused(TakeRequest request, Reason reason) {
    assertThatThrownBy(() -> fixture.broker().take(request))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void a_good_stop_keeps_progress_leases_and_attempts() {
    fixture.send("a", "b", "c");
    List<Delivery> taken = fixture.takeNow();
    fixture.acknowledge(taken.get(0));
    Delivery held = taken.get(1);

    fixture.restart();

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(held);
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(fixture.takeNow())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2))
        .satisfies(
            again -> assertThat(bodies(List.of(again))).isEqualTo(bodies(List.of(taken.get(2)))));
  }

  @Test
  void a_killed_broker_loses_no_message_and_at_most_one_second_of_acknowledgements() {
    fixture.send("a", "b");
    List<Delivery> taken = fixture.takeNow();
    fixture.acknowledge(taken.get(0));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    fixture.acknowledge(taken.get(1));
    fixture.send("c");

    fixture.kill();

    assertThat(bodies(fixture.takeNow())).containsExactly("c");
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(bodies(fixture.takeNow()))
        .contains(bodies(taken).get(1))
        .doesNotContain(bodies(taken).get(0));
  }

  @Test
  void a_group_that_was_seen_before_a_message_gets_it_even_if_the_broker_is_killed_at_once() {
    fixture.send("a");
    fixture.kill();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void after_a_kill_what_was_in_flight_comes_again_within_the_lease_time_to_a_client_that_lives() {
    fixture.send("a");
    fixture.connect("lives");
    fixture.takeNow(renewed("lives", "lost with the broker"));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    fixture.kill();
    fixture.connect("lives");
    CompletableFuture<List<Delivery>> next =
        fixture.broker().take(waitingRenewed("lives", Limits.AUTO_RENEW_LEASE));
    fixture.time.advance(Limits.AUTO_RENEW_LEASE);

    assertThat(next.join())
        .singleElement()
        .satisfies(again -> assertThat(again.attempt()).isEqualTo(2));
  }

  @Test
  void after_a_kill_the_longest_renewed_lease_too_ends_within_the_lease_time() {
    fixture.send("a");
    fixture.connect("lives");
    fixture.takeNow(renewed("lives", null));
    fixture.time.advance(Duration.ofHours(1));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    fixture.kill();
    fixture.connect("lives");
    fixture.time.advance(Limits.AUTO_RENEW_LEASE);

    assertThat(bodies(fixture.takeNow(renewed("lives", null)))).containsExactly("a");
  }

  @Test
  void a_delivery_from_before_a_restart_is_acknowledged_within_its_lease() {
    fixture.send("a");
    fixture.connect("client");
    Delivery held = fixture.takeNow(renewed("client", null)).get(0);

    fixture.restart();
    fixture.connect("client");
    fixture.time.advance(Limits.AUTO_RENEW_LEASE.minusSeconds(1));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(held);
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_holder_that_does_not_come_back_after_a_restart_is_not_waited_for() {
    fixture.send("b");
    fixture.takeNow(renewed("client", null));
    fixture.restart();
    fixture.time.advance(Limits.CLIENT_EXPIRY.plusSeconds(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("b");
  }

  @Test
  void one_bad_message_of_a_batch_is_refused_alone_and_the_others_are_stored() {
    List<PublishResult> results =
        fixture
            .broker()
            .publish(
                TOPIC,
                "producer",
                Stream.of("a", "", "c")
                    .map(body -> new Submission(message(null, body), null))
                    .toList())
            .join();

    assertThat(results.get(0).refusal()).isNull();
    assertThat(results.get(1).refusal().reason()).isEqualTo(Reason.MESSAGE_BODY_EMPTY);
    assertThat(results.get(2).refusal()).isNull();
    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void a_lease_that_the_broker_renews_ends_at_the_time_that_was_asked_for() {
    fixture.connect("lives");
    fixture.send("slow");
    TakeRequest take = take();
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    GROUP,
                    TOPIC,
                    "lives",
                    take.filter(),
                    32,
                    Duration.ofSeconds(100),
                    true,
                    Duration.ZERO,
                    null)))
        .hasSize(1);

    fixture.time.advance(Duration.ofSeconds(99));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(1));
    assertThat(fixture.takeNow()).hasSize(1);
  }
}
