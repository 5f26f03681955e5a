package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.renewed;
import static io.openons.broker.core.BrokerFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: messages with one sharding key are consumed one after another, and none waits for another
 * key. Method: one broker on a virtual clock. A failure means overtaking, or one slow customer that
 * stops all others.
 */
class OrderTest {
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
  void a_message_waits_for_its_unfinished_predecessor_only() {
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    fixture.sendOrdered("y", "y1");
    fixture.send("free");

    List<Delivery> first = fixture.takeNow();
    assertThat(bodies(first)).containsExactlyInAnyOrder("x1", "y1", "free");
    assertThat(fixture.takeNow()).isEmpty();

    fixture.acknowledge(named(first, "x1"));
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
  }

  @Test
  void messages_of_one_key_go_to_one_queue() {
    IntStream.range(0, 20).forEach(i -> fixture.sendOrdered("x", "x" + i));
    assertThat(
            IntStream.range(0, 4)
                .filter(queue -> fixture.broker().endOffset(TOPIC, queue) > 0)
                .count())
        .isEqualTo(1);
  }

  @Test
  void a_failed_message_is_delivered_again_before_its_successors() {
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    Delivery failed = fixture.takeNow().get(0);
    fixture
        .broker()
        .changeLease(GROUP, TOPIC, failed.receiptHandle(), Duration.ofSeconds(10), false);

    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(10));
    List<Delivery> again = fixture.takeNow();
    assertThat(bodies(again)).containsExactly("x1");
    fixture.acknowledge(again.get(0));
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
  }

  @Test
  void a_waiting_take_gets_the_successor_when_the_predecessor_is_acknowledged() {
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    Delivery first = fixture.takeNow().get(0);
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));

    fixture.acknowledge(first);

    assertThat(bodies(waiting.join())).containsExactly("x2");
  }

  @Test
  void a_group_that_consumes_in_order_gets_several_messages_of_a_key_at_once() {
    order();
    IntStream.range(0, 5).forEach(i -> fixture.sendOrdered("x", "x" + i));
    assertThat(bodies(fixture.takeNow())).containsExactly("x0", "x1", "x2", "x3", "x4");
    fixture.sendOrdered("x", "x5");
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_broken_off_delivery_to_an_ordered_group_is_repeated_from_the_first_unfinished_message() {
    order();
    IntStream.range(0, 4).forEach(i -> fixture.sendOrdered("x", "x" + i));
    List<Delivery> taken = fixture.takeNow();
    fixture.acknowledge(taken.get(0));

    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(bodies(fixture.takeNow())).containsExactly("x1", "x2", "x3");
  }

  @Test
  void what_waits_behind_a_failed_message_comes_with_it() {
    order();
    IntStream.range(0, 3).forEach(i -> fixture.sendOrdered("x", "x" + i));
    Delivery failed = fixture.takeNow().get(0);
    fixture
        .broker()
        .changeLease(GROUP, TOPIC, failed.receiptHandle(), Duration.ofSeconds(60), false);

    // The leases of the successors end before the wait of the failed one.
    fixture.time.advance(Duration.ofSeconds(31));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(29));
    assertThat(bodies(fixture.takeNow())).containsExactly("x0", "x1", "x2");
  }

  @Test
  void the_order_holds_over_a_restart() {
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    fixture.sendOrdered("x", "x3");
    Delivery first = fixture.takeNow().get(0);

    fixture.restart();

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(first);
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
    fixture.kill();
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(bodies(fixture.takeNow())).hasSize(1).first().isIn("x1", "x2");
  }

  @Test
  void a_key_does_not_stand_still_when_the_broker_is_killed_under_a_client_that_lives() {
    order();
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    fixture.connect("lives");
    fixture.takeNow(renewed("lives", "lost with the broker"));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    fixture.kill();
    fixture.connect("lives");
    fixture.time.advance(Limits.AUTO_RENEW_LEASE);

    assertThat(bodies(fixture.takeNow(renewed("lives", null)))).containsExactly("x1", "x2");
  }

  @Test
  void a_repeated_attempt_gets_the_blocking_messages_again() {
    order();
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    fixture.connect("client");
    assertThat(bodies(fixture.takeNow(renewed("client", "attempt")))).containsExactly("x1", "x2");
    assertThat(fixture.takeNow(renewed("client", "other"))).isEmpty();
    assertThat(bodies(fixture.takeNow(renewed("client", "attempt")))).containsExactly("x1", "x2");
  }

  @Test
  void a_key_keeps_its_order_when_queues_are_added() {
    fixture.sendOrdered("x", "x1");
    fixture.broker().administration().topics().set(TOPIC, TopicSettings.open(16));
    fixture.sendOrdered("x", "x2");
    IntStream.range(0, 16).forEach(i -> fixture.send("free" + i));

    List<Delivery> taken = fixture.takeNow();
    assertThat(bodies(taken)).contains("x1").doesNotContain("x2").hasSize(17);
    fixture.acknowledge(named(taken, "x1"));
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
  }

  @Test
  void an_ordered_message_needs_a_usable_key() {
    for (String key : new String[] {null, "", " ", "x".repeat(64), "a\nb"}) {
      assertThatThrownBy(() -> fixture.sendOrdered(key, "x"))
          .isInstanceOfSatisfying(
              BrokerException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_SHARDING_KEY));
    }
    fixture.sendOrdered("x".repeat(63), "x");
  }

  @Test
  void a_repeated_attempt_does_not_overtake_what_another_consumer_has_taken_over() {
    order();
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    TakeRequest slow = upTo(32, "slow", "attempt-1");
    assertThat(bodies(fixture.takeNow(slow))).containsExactly("x1", "x2");
    fixture.time.advance(Duration.ofSeconds(30));

    List<Delivery> takenOver = fixture.takeNow(upTo(1, "other", null));
    assertThat(bodies(takenOver)).containsExactly("x1");
    assertThat(fixture.takeNow(slow)).isEmpty();

    fixture.acknowledge(takenOver.get(0));
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
  }

  private static TakeRequest upTo(int messages, String clientId, String attemptId) {
    return new TakeRequest(
        GROUP,
        TOPIC,
        clientId,
        TagFilter.parse("*"),
        messages,
        Duration.ofSeconds(30),
        false,
        Duration.ZERO,
        attemptId);
  }

  @Test
  void what_was_given_back_with_a_wait_still_waits_after_a_restart() {
    order();
    fixture.sendOrdered("x", "x1");
    fixture.sendOrdered("x", "x2");
    List<Delivery> both = fixture.takeNow();
    fixture
        .broker()
        .changeLease(GROUP, TOPIC, both.get(1).receiptHandle(), Duration.ofSeconds(60), true);

    fixture.restart();
    fixture.acknowledge(both.get(0));

    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(60));
    assertThat(bodies(fixture.takeNow())).containsExactly("x2");
  }

  private void order() {
    fixture
        .broker()
        .administration()
        .groups()
        .set(GROUP, new GroupSettings(true, 17, GroupSettings.DEFAULT.backoff()));
  }

  private static Delivery named(List<Delivery> deliveries, String body) {
    return deliveries.stream()
        .filter(one -> BrokerFixture.body(one.stored()).equals(body))
        .findFirst()
        .orElseThrow();
  }
}
