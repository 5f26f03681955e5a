package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.BrokerFixture.TestSession;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.message.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a sender may choose the queue of a message, and learns where it is. Method: one broker with
 * four queues on a virtual clock. A failure means a protocol whose clients choose queues and lose
 * their order.
 */
class SubmissionTest {
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

  private PublishResult send(MessageKind kind, String body, int queue, String producerGroup) {
    long time = kind == MessageKind.DELAY ? fixture.time.millis() + 60_000 : 0;
    String shardingKey = kind == MessageKind.FIFO ? "key" : null;
    Message message = BrokerFixture.message(kind, shardingKey, time, body);
    Submission submission =
        new Submission(message, null, OptionalInt.of(queue), producerGroup, null);
    return fixture.broker().publish(TOPIC, "producer", List.of(submission)).join().get(0);
  }

  @Test
  void a_message_goes_to_the_queue_that_its_sender_has_chosen() {
    for (int queue = 3; queue >= 0; queue--) {
      PublishResult result = send(MessageKind.NORMAL, "m" + queue, queue, null);
      assertThat(result.queue()).isEqualTo(queue);
      assertThat(result.offset()).isZero();
      assertThat(send(MessageKind.FIFO, "f" + queue, queue, null).queue()).isEqualTo(queue);
      assertThat(fixture.broker().endOffset(TOPIC, queue)).isEqualTo(2);
    }
  }

  @Test
  void a_delayed_message_goes_to_its_queue_at_its_time_whatever_happens_before() {
    assertThat(send(MessageKind.DELAY, "later", 2, null).queue()).isEqualTo(PublishResult.NONE);
    fixture.kill();
    fixture.time.advance(Duration.ofMinutes(1));

    assertThat(fixture.broker().endOffset(TOPIC, 2)).isEqualTo(1);
  }

  @Test
  void a_half_message_goes_to_its_queue_when_it_is_committed() {
    String transaction = send(MessageKind.TRANSACTION, "half", 3, null).transactionId();
    fixture.kill();
    fixture.broker().endTransaction(TOPIC, transaction, true).join();

    assertThat(fixture.broker().endOffset(TOPIC, 3)).isEqualTo(1);
  }

  @Test
  void a_queue_that_the_topic_does_not_have_is_refused() {
    for (int queue : List.of(-1, 4)) {
      PublishResult result = send(MessageKind.NORMAL, "lost", queue, null);
      assertThat(result.refusal().reason()).isEqualTo(Reason.BAD_REQUEST);
      assertThat(result.refusal()).hasMessageContaining("queues 0 to 3, not " + queue);
      assertThat(result.queue()).isEqualTo(PublishResult.NONE);
    }
  }

  @Test
  void a_batch_is_stored_as_a_whole_or_not_at_all_and_others_of_the_call_are_as_they_are() {
    Object good = new Object();
    Object bad = new Object();
    List<PublishResult> results =
        fixture
            .broker()
            .publish(
                TOPIC,
                "producer",
                List.of(
                    inBatch("a", 0, good),
                    inBatch("b", 1, bad),
                    inBatch("alone", 2, null),
                    inBatch("", 1, bad),
                    inBatch("c", 0, good)))
            .join();

    assertThat(results)
        .extracting(result -> result.refusal() == null)
        .containsExactly(true, false, true, false, true);
    assertThat(results.get(1).refusal())
        .hasMessageStartingWith("another message of the batch is refused: ");
    assertThat(fixture.broker().endOffset(TOPIC, 0)).isEqualTo(2);
    assertThat(fixture.broker().endOffset(TOPIC, 1)).isZero();
    assertThat(fixture.broker().endOffset(TOPIC, 2)).isEqualTo(1);
  }

  private static Submission inBatch(String body, int queue, Object batch) {
    return new Submission(
        BrokerFixture.message(null, body), null, OptionalInt.of(queue), null, null, batch);
  }

  @Test
  void the_broker_names_the_queue_that_it_chose() {
    Message message = BrokerFixture.message(null, "anywhere");
    PublishResult result =
        fixture
            .broker()
            .publish(TOPIC, "producer", List.of(new Submission(message, null)))
            .join()
            .get(0);

    StoredMessage stored = fixture.takeNow().get(0).stored();
    assertThat(result.queue()).isEqualTo(stored.queue());
    assertThat(result.offset()).isEqualTo(stored.offset());
  }

  @Test
  void a_stored_message_has_a_position_in_the_log_that_no_other_has() {
    fixture.send("a", "b", "c");
    List<Delivery> taken = fixture.takeNow();

    assertThat(taken).extracting(delivery -> delivery.stored().position()).doesNotHaveDuplicates();
    StoredMessage first = taken.get(0).stored();
    assertThat(
            fixture
                .broker()
                .administration()
                .messages()
                .byId(TOPIC, first.message().id(), 1)
                .get(0))
        .isEqualTo(first);
  }

  @Test
  void a_member_of_the_senders_producer_group_is_asked_when_the_sender_is_gone() {
    send(MessageKind.TRANSACTION, "half", 0, "PID_orders");
    TestSession member = new TestSession("member", Set.of("PID_orders"), new ArrayList<>());
    TestSession stranger = new TestSession("stranger", Set.of("PID_other"), new ArrayList<>());
    fixture.kill();
    fixture.broker().clients().opened(stranger);
    fixture.broker().clients().opened(member);

    fixture.time.advance(Duration.ofSeconds(7));

    assertThat(member.asked()).hasSize(1);
    assertThat(stranger.asked()).isEmpty();
  }
}
