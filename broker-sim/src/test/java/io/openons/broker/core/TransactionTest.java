package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a half message is delivered if and only if its transaction is committed, and an open one is
 * asked for. Method: one broker on a virtual clock, with a recording checker. A failure means money
 * sent twice, or never.
 */
class TransactionTest {
  @TempDir Path folder;
  private BrokerFixture fixture;
  private List<String> asked;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    asked = fixture.asked();
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void a_half_message_is_invisible_until_it_is_committed() {
    String transaction = fixture.sendHalf("producer", "a");
    assertThat(fixture.takeNow()).isEmpty();

    fixture.broker().endTransaction(TOPIC, transaction, true).join();

    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void a_rolled_back_message_never_comes() {
    String transaction = fixture.sendHalf("producer", "a");
    fixture.broker().endTransaction(TOPIC, transaction, false).join();

    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void decisions_and_open_transactions_survive_a_kill() {
    String committed = fixture.sendHalf("producer", "committed");
    String rolledBack = fixture.sendHalf("producer", "rolled back");
    String open = fixture.sendHalf("producer", "open");
    fixture.broker().endTransaction(TOPIC, committed, true).join();
    fixture.broker().endTransaction(TOPIC, rolledBack, false).join();

    fixture.kill();

    assertThat(bodies(fixture.takeNow())).containsExactly("committed");
    assertUnknown(committed);
    assertUnknown(rolledBack);
    fixture.broker().endTransaction(TOPIC, open, true).join();
    assertThat(bodies(fixture.takeNow())).containsExactly("open");
  }

  @Test
  void an_open_transaction_is_asked_for_after_six_seconds_then_each_thirty() {
    String transaction = fixture.sendHalf("producer", "a");
    fixture.connect("producer");

    fixture.time.advance(Duration.ofSeconds(5));
    assertThat(asked).isEmpty();
    fixture.time.advance(Duration.ofSeconds(2));
    assertThat(asked).containsExactly("producer " + transaction);
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(asked).hasSize(2);
  }

  @Test
  void the_message_may_ask_for_a_longer_immunity() {
    Submission half =
        new Submission(
            BrokerFixture.message(MessageKind.TRANSACTION, null, 0, "a"), Duration.ofMinutes(5));
    fixture.broker().publish(TOPIC, "producer", List.of(half)).join();
    fixture.connect("producer");

    fixture.time.advance(Duration.ofSeconds(299));
    assertThat(asked).isEmpty();
    fixture.time.advance(Duration.ofSeconds(2));
    assertThat(asked).hasSize(1);
  }

  @Test
  void an_immunity_that_is_not_allowed_is_refused_with_the_limit() {
    for (Duration immunity : List.of(Duration.ofMillis(-1), Duration.ofSeconds(3601))) {
      Message message = BrokerFixture.message(MessageKind.TRANSACTION, null, 0, "a");
      PublishResult result =
          fixture
              .broker()
              .publish(TOPIC, "producer", List.of(new Submission(message, immunity)))
              .join()
              .get(0);
      assertThat(result.refusal().reason()).isEqualTo(Reason.BAD_REQUEST);
      assertThat(result.refusal()).hasMessageContaining("PT1H");
    }
  }

  @Test
  void another_producer_is_asked_when_the_sender_is_gone() {
    String transaction = fixture.sendHalf("dies", "a");
    fixture.sendHalf("lives", "b");
    fixture.connect("lives");
    fixture.broker().clients().terminated("dies");

    fixture.time.advance(Duration.ofSeconds(7));

    assertThat(asked).contains("lives " + transaction);
    fixture.broker().endTransaction(TOPIC, transaction, true).join();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
  }

  @Test
  void without_a_living_producer_nothing_is_used_up() {
    fixture.sendHalf("gone", "a");
    fixture.broker().clients().terminated("gone");
    fixture.time.advance(Duration.ofDays(1));
    assertThat(asked).isEmpty();
    assertThat(fixture.setAside()).isEmpty();

    fixture.connect("back");
    fixture.broker().clients().publishes("back", TOPIC);
    fixture.time.advance(Duration.ofSeconds(31));
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_sender_without_a_stream_is_not_asked_and_uses_up_nothing() {
    fixture.sendHalf("reconnects", "a");
    fixture.time.advance(Duration.ofSeconds(29));
    assertThat(asked).isEmpty();

    fixture.connect("reconnects");
    fixture.time.advance(Duration.ofSeconds(30));
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_transaction_that_nobody_decides_is_set_aside_and_can_still_be_decided() {
    fixture.connect("producer");
    String transaction = fixture.sendHalf("producer", "a");
    fixture.time.advance(Duration.ofHours(1));

    assertThat(asked).hasSize(15);
    assertThat(fixture.setAside()).containsExactly(transaction);
    fixture.restart();
    assertThat(fixture.setAside()).containsExactly(transaction);
    fixture.broker().endTransaction(TOPIC, transaction, true).join();
    assertThat(bodies(fixture.takeNow())).containsExactly("a");
    assertThat(fixture.setAside()).isEmpty();
  }

  @Test
  void questions_are_counted_over_restarts() {
    fixture.sendHalf("producer", "a");
    for (int round = 0; round < 20; round++) {
      fixture.connect("producer");
      fixture.time.advance(Duration.ofSeconds(31));
      fixture.restart();
    }
    assertThat(asked).hasSize(15);
  }

  @Test
  void ids_that_cannot_be_used_say_why() {
    String transaction = fixture.sendHalf("producer", "a");
    ResourceName other = new ResourceName("", "other");
    fixture.broker().topic(other);

    assertUnknown("rubbish");
    assertUnknown("");
    assertUnknown("9-id");
    assertUnknown(transaction + "x");
    assertThatThrownBy(() -> fixture.broker().endTransaction(other, transaction, true))
        .hasMessageContaining("is unknown or already decided");
    fixture.broker().endTransaction(TOPIC, transaction, true).join();
    assertUnknown(transaction);
  }

  private void assertUnknown(String transaction) {
    assertThatThrownBy(() -> fixture.broker().endTransaction(TOPIC, transaction, true))
        .isInstanceOfSatisfying(
            BrokerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_TRANSACTION_ID));
  }
}
