package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Membership;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a group goes on where it is when clients of another kind take it over.
 *
 * <p>Method: one broker on a virtual clock; a member that shares out queues leaves, and a client
 * takes messages under leases; and the other way round.
 *
 * <p>A failure means: a team that moves its consumers to another client loses messages.
 */
class HandoverTest {
  private static final Member MEMBER =
      new Member() {
        @Override
        public String clientId() {
          return "shares-queues";
        }

        @Override
        public void changed(ResourceName group) {}
      };

  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    fixture
        .broker()
        .administration()
        .groups()
        .set(GROUP, new GroupSettings(false, 3, List.of(Duration.ofSeconds(1))));
    join();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void join() {
    fixture
        .broker()
        .join(
            GROUP,
            new Membership(
                MEMBER,
                true,
                StartPosition.EARLIEST,
                Map.of(TOPIC, TagFilter.parse("*"), GROUP.redeliveries(), TagFilter.parse("*"))));
  }

  private List<Delivery> takeNow() {
    return fixture.broker().takeWithRedeliveries(BrokerFixture.take()).join();
  }

  private void leave() {
    fixture.broker().members().leave(GROUP, MEMBER);
  }

  /** A member consumes all messages there are, and could not consume the last one. */
  private void consumeAllButTheLast(Duration delay) {
    long position = 0;
    for (int queue = 0; queue < 4; queue++) {
      long end = fixture.broker().endOffset(TOPIC, queue);
      if (end > 0) {
        position = fixture.broker().position(TOPIC, queue, end - 1);
      }
      fixture.broker().moveOffset(GROUP, TOPIC, queue, end);
    }
    fixture.broker().redeliver(GROUP, position, delay, null, "shares-queues").join();
  }

  @Test
  void what_a_member_could_not_consume_comes_to_who_takes_over() {
    fixture.send("done", "failed");
    consumeAllButTheLast(Duration.ZERO);
    leave();

    List<Delivery> taken = takeNow();

    assertThat(bodies(taken)).hasSize(1);
    assertThat(taken.get(0).topic()).isEqualTo(TOPIC);
    assertThat(taken.get(0).attempt()).isEqualTo(2);
    fixture.acknowledge(taken.get(0));
    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(takeNow()).isEmpty();
  }

  @Test
  void its_attempts_go_on_until_it_is_a_dead_letter() {
    fixture.send("failed");
    consumeAllButTheLast(Duration.ZERO);
    leave();

    Delivery second = takeNow().get(0);
    fixture.broker().fail(GROUP, TOPIC, second.receiptHandle(), null);
    assertThat(takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(1));
    Delivery third = takeNow().get(0);
    assertThat(third.attempt()).isEqualTo(3);
    fixture.broker().fail(GROUP, TOPIC, third.receiptHandle(), null);

    fixture.time.advance(Duration.ofMinutes(1));
    assertThat(takeNow()).isEmpty();
    assertThat(fixture.broker().endOffset(GROUP.deadLetters(), 0)).isEqualTo(1);
  }

  @Test
  void who_waits_when_it_becomes_due_is_woken() {
    fixture.send("failed");
    consumeAllButTheLast(Duration.ofSeconds(5));
    leave();
    CompletableFuture<List<Delivery>> waiting =
        fixture.broker().takeWithRedeliveries(BrokerFixture.waiting(Duration.ofSeconds(20)));
    assertThat(waiting).isNotDone();

    fixture.time.advance(Duration.ofSeconds(5));

    assertThat(waiting).isCompletedWithValue(List.of());
    assertThat(bodies(takeNow())).containsExactly("failed");
  }

  @Test
  void what_could_not_be_handed_over_is_given_to_others_with_its_attempts_as_they_were() {
    fixture.send("failed");
    consumeAllButTheLast(Duration.ZERO);
    leave();

    fixture.broker().giveBack(takeNow());

    assertThat(takeNow()).extracting(Delivery::attempt).containsExactly(2);
  }

  @Test
  void a_member_goes_on_behind_what_was_acknowledged_and_gets_again_what_was_not() {
    leave();
    fixture.send("taken");
    Delivery taken = takeNow().get(0);
    fixture.send("open");
    Delivery open = takeNow().get(0);
    fixture.acknowledge(taken);
    fixture.broker().clients().terminated("client");

    join();

    int queue = open.stored().queue();
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, queue))
        .isEqualTo(open.stored().offset());
  }

  @Test
  void each_kind_is_refused_while_members_of_the_other_live_and_they_are_named() {
    assertThatThrownBy(this::takeNow)
        .isInstanceOfSatisfying(
            BrokerException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.GROUP_IN_USE))
        .hasMessageContaining("shares-queues");
    leave();
    takeNow();
    assertThatThrownBy(this::join)
        .isInstanceOfSatisfying(
            BrokerException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.GROUP_IN_USE))
        .hasMessageContaining("client");

    fixture.time.advance(Duration.ofMinutes(1));
    join();
  }
}
