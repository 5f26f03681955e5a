package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.send.RecallHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a delayed message comes at its time, once, whatever happens to the broker before. Method:
 * one broker on a virtual clock. A failure means a message early, late, lost or doubled.
 */
class DelayTest {
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
  void a_message_comes_at_its_millisecond() {
    fixture.sendDelayed(Duration.ofMillis(1500), "a");

    fixture.time.advance(Duration.ofMillis(1499));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void it_wakes_whoever_waits() {
    fixture.sendDelayed(Duration.ofSeconds(3), "a");
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().take(waiting(Duration.ofSeconds(20)));
    fixture.time.advance(Duration.ofSeconds(3));
    assertThat(bodies(waiting.join())).containsExactly("a");
  }

  @Test
  void messages_come_in_the_order_of_their_times() {
    List<Integer> minutes = List.of(59, 3, 11, 10, 1, 25, 60, 9);
    minutes.forEach(m -> fixture.sendDelayed(Duration.ofMinutes(m), "m" + m));

    for (int minute = 1; minute <= 60; minute++) {
      fixture.time.advance(Duration.ofMinutes(1));
      List<String> expected = minutes.contains(minute) ? List.of("m" + minute) : List.of();
      assertThat(bodies(acknowledged(fixture.takeNow())))
          .as("minute %d", minute)
          .isEqualTo(expected);
    }
  }

  private List<Delivery> acknowledged(List<Delivery> deliveries) {
    deliveries.forEach(fixture::acknowledge);
    return deliveries;
  }

  @Test
  void a_time_in_the_past_means_at_once() {
    PublishResult result = fixture.sendDelayed(Duration.ofSeconds(-5), "a");
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
    assertThat(result.recallHandle()).isNull();
  }

  @Test
  void forty_days_are_accepted_and_more_is_refused_with_both_numbers() {
    fixture.close();
    fixture = new BrokerFixture(folder, Duration.ofHours(1));
    fixture.sendDelayed(Duration.ofDays(40), "a");
    assertThatThrownBy(() -> fixture.sendDelayed(Duration.ofDays(40).plusMillis(1), "b"))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_DELIVERY_TIME))
        .hasMessageContaining("3456000001 ms ahead, at most 3456000000 ms (40 days)");

    // A running broker keeps house each second; three hours of that show what 40 days would.
    fixture.close();
    fixture.time.advance(Duration.ofDays(40).minusHours(3));
    fixture.start();
    fixture.time.advance(Duration.ofHours(3).minusMillis(1));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void nothing_is_lost_or_doubled_however_often_the_broker_is_killed() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      fixture.sendDelayed(Duration.ofSeconds(random.nextInt(3600)), "m" + i);
    }
    for (int minute = 0; minute <= 60; minute++) {
      if (random.nextBoolean()) {
        fixture.kill();
      } else {
        fixture.restart();
      }
      fixture.time.advance(Duration.ofMinutes(1));
    }
    long stored =
        IntStream.range(0, 4).mapToLong(queue -> fixture.broker().endOffset(TOPIC, queue)).sum();
    assertThat(stored).isEqualTo(300);
  }

  @Test
  void what_fell_due_while_the_broker_was_down_comes_when_it_starts() {
    fixture.sendDelayed(Duration.ofMinutes(30), "a");
    fixture.restart();
    fixture.close();
    fixture.time.advance(Duration.ofHours(5));
    fixture.start();
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void a_clock_that_goes_back_delays_but_neither_loses_nor_doubles() {
    fixture.sendDelayed(Duration.ofMinutes(5), "a");
    fixture.time.advance(Duration.ofMinutes(6));
    fixture.time.jump(Duration.ofHours(-1));
    fixture.sendDelayed(Duration.ofMinutes(10), "b");
    fixture.kill();
    fixture.time.advance(Duration.ofHours(2));

    assertThat(bodies(fixture.takeNow())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_clock_that_is_set_forward_brings_what_is_due_by_it_within_seconds() {
    fixture.sendDelayed(Duration.ofMinutes(30), "a");
    fixture.time.jump(Duration.ofMinutes(40));
    fixture.time.advance(Duration.ofSeconds(2));

    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void a_recalled_message_never_comes() {
    String handle = fixture.sendDelayed(Duration.ofMinutes(30), "a").recallHandle();
    fixture.sendDelayed(Duration.ofMinutes(30), "b");
    assertThat(fixture.broker().recall(TOPIC, handle).join())
        .isEqualTo(BrokerFixture.message(null, "a").id());
    fixture.kill();

    fixture.time.advance(Duration.ofHours(1));
    assertThat(bodies(fixture.takeNow())).containsExactly("b");
  }

  @Test
  void a_recall_that_comes_too_late_or_names_nothing_is_refused() {
    String handle = fixture.sendDelayed(Duration.ofSeconds(3), "a").recallHandle();
    String recalled = fixture.sendDelayed(Duration.ofHours(1), "b").recallHandle();
    fixture.broker().recall(TOPIC, recalled).join();
    fixture.time.advance(Duration.ofSeconds(3));

    assertRefused(handle, "its delivery time is over");
    assertRefused(recalled, "was recalled before");
    assertRefused("rubbish", "not a recall handle");
    assertRefused(
        new RecallHandle(1, fixture.time.millis() + 10_000, 0, "unknown").toString(),
        "is not delayed here");
    assertRefused(
        new RecallHandle(9, fixture.time.millis() + 10_000, 0, "x").toString(),
        "not of topic orders");
  }

  @Test
  @Timeout(120)
  void a_recall_costs_the_same_however_many_messages_wait() {
    // Before, each recall looked at each message of the hour: minutes here.
    List<PublishResult> sent =
        IntStream.range(0, 20_000)
            .mapToObj(i -> fixture.sendDelayed(Duration.ofMinutes(30), "m" + i))
            .toList();

    for (int i = 0; i < 5_000; i++) {
      fixture.broker().recall(TOPIC, sent.get(19_999 - i).recallHandle()).join();
    }
    fixture.time.advance(Duration.ofMinutes(31));

    long stored = 0;
    for (int queue = 0; queue < 4; queue++) {
      stored += fixture.broker().endOffset(TOPIC, queue);
    }
    assertThat(stored).isEqualTo(15_000);
  }

  private void assertRefused(String handle, String why) {
    assertThatThrownBy(() -> fixture.broker().recall(TOPIC, handle))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_REQUEST))
        .hasMessageContaining(why);
  }
}
