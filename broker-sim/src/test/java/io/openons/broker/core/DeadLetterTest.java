package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a message becomes a dead letter exactly when its attempts are used up, and nothing of it
 * gets lost. Method: one broker on a virtual clock, a group with three attempts. A failure means
 * endless redelivery, or silent loss.
 */
class DeadLetterTest {
  private static final ResourceName LETTERS = ResourceName.of("", "%DLQ%GID_shop");
  private static final ResourceName READER = new ResourceName("", "GID_reader");

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
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  @Tag("F-051")
  @Tag("F-078")
  void a_message_is_delivered_as_often_as_the_group_allows_and_then_a_dead_letter() {
    fixture.sendTagged("A", "bad");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(fixture.takeNow().get(0).attempt()).isEqualTo(attempt);
      fixture.time.advance(Duration.ofSeconds(30));
    }
    assertThat(fixture.takeNow()).isEmpty();

    List<Delivery> letters = fixture.takeNow(letters());
    assertThat(bodies(letters)).containsExactly("bad");
    Message letter = letters.get(0).stored().message();
    assertThat(letter.tag()).isEqualTo("A");
    assertThat(letter.origin()).isEqualTo(new Message.Origin("orders", letter.id()));
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void attempts_are_counted_over_restarts() {
    fixture.send("bad");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(fixture.takeNow().get(0).attempt()).isEqualTo(attempt);
      fixture.time.advance(Duration.ofSeconds(30));
      fixture.restart();
    }
    assertThat(fixture.takeNow()).isEmpty();
    assertThat(bodies(fixture.takeNow(letters()))).containsExactly("bad");
  }

  @Test
  void a_consumer_may_give_up_earlier() {
    fixture.send("hopeless");
    fixture.broker().bury(GROUP, TOPIC, fixture.takeNow().get(0).receiptHandle());

    assertThat(bodies(fixture.takeNow(letters()))).containsExactly("hopeless");
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void the_successor_of_an_ordered_dead_letter_is_delivered() {
    fixture.sendOrdered("x", "bad");
    fixture.sendOrdered("x", "good");
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(bodies(fixture.takeNow())).containsExactly("bad");
      fixture.time.advance(Duration.ofSeconds(30));
    }
    assertThat(bodies(fixture.takeNow())).containsExactly("good");
  }

  @Test
  void dead_letters_can_be_consumed_and_die_of_their_own_groups_attempts() {
    fixture.send("bad");
    fixture.broker().bury(GROUP, TOPIC, fixture.takeNow().get(0).receiptHandle());
    Delivery letter = fixture.takeNow(letters()).get(0);
    fixture.broker().bury(READER, LETTERS, letter.receiptHandle());

    TakeRequest take = BrokerFixture.take();
    assertThat(
            fixture.takeNow(
                new TakeRequest(
                    new ResourceName("", "GID_last"),
                    ResourceName.of("", "%DLQ%GID_reader"),
                    "c",
                    take.filter(),
                    1,
                    take.lease(),
                    false,
                    Duration.ZERO,
                    null)))
        .singleElement()
        .satisfies(
            last ->
                assertThat(last.stored().message().origin().topic()).isEqualTo("%DLQ%GID_shop"));
  }

  private static TakeRequest letters() {
    TakeRequest take = BrokerFixture.take();
    return new TakeRequest(
        READER, LETTERS, "reader", take.filter(), 32, take.lease(), false, Duration.ZERO, null);
  }
}
