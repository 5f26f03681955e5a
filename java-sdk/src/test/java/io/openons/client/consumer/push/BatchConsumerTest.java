package io.openons.client.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: batches are filled by size, by wait, and by what came together.
 *
 * <p>Method: delivers messages against a clock moved by hand.
 *
 * <p>A failure means: listeners get batches that are too large, or wait for messages that are
 * there.
 */
class BatchConsumerTest {
  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private final Seen<List<Message>> consumed = new Seen<>("batch");
  private BatchConsumer consumer;

  @AfterEach
  void close() {
    consumer.shutdown();
    server.close();
  }

  private void start(Action action, String... properties) {
    consumer =
        new OnsBatchConsumer(
            ConsumerConfig.from(
                ClientKind.BATCH_CONSUMER, TestProperties.of(server.address(), properties)),
            () -> new ClientRuntime(timer));
    consumer.subscribe(
        "T",
        "*",
        (messages, context) -> {
          consumed.add(messages);
          return action;
        });
    consumer.start();
  }

  private static io.openons.proto.v2.Message[] messages(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> WireMessages.message("id-" + i, 1, "body"))
        .toArray(io.openons.proto.v2.Message[]::new);
  }

  /** F-065: 32 messages and no wait. */
  @Test
  void what_comes_together_is_handed_over_together() {
    start(Action.CommitMessage);

    server.polls.next().deliver(messages(0, 32));
    assertThat(consumed.next()).hasSize(32);

    server.polls.next().deliver(messages(32, 3));
    assertThat(consumed.next()).hasSize(3);
  }

  @Test
  @Tag("F-063")
  void with_a_wait_a_batch_goes_as_soon_as_it_is_full() {
    start(
        Action.CommitMessage,
        "ConsumeMessageBatchMaxSize",
        "5",
        "batchConsumeMaxAwaitDurationInSeconds",
        "10");

    server.polls.next().deliver(messages(0, 3));
    server.polls.next().deliver(messages(3, 2));

    assertThat(consumed.next()).extracting(Message::getMsgID).hasSize(5).contains("id-0", "id-4");
  }

  @Test
  @Tag("F-064")
  void with_a_wait_a_batch_goes_when_its_first_message_has_waited_so_long() {
    start(
        Action.CommitMessage,
        "ConsumeMessageBatchMaxSize",
        "5",
        "batchConsumeMaxAwaitDurationInSeconds",
        "10");
    server.polls.next().deliver(messages(0, 3));
    server.polls.next();
    assertThat(consumed.size()).isZero();

    timer.advance(Duration.ofSeconds(10));

    assertThat(consumed.next()).hasSize(3);
  }

  @Test
  @Tag("F-066")
  void one_answer_brings_all_of_a_batch_back() {
    start(Action.ReconsumeLater);

    server.polls.next().deliver(messages(0, 3));

    assertThat(server.leases.next(3))
        .extracting(lease -> lease.getMessageId())
        .containsExactlyInAnyOrder("id-0", "id-1", "id-2");
    assertThat(server.acks.size()).isZero();
  }

  @Test
  void a_shutdown_hands_back_what_was_gathered() {
    start(Action.CommitMessage, "batchConsumeMaxAwaitDurationInSeconds", "450");
    server.polls.next().deliver(messages(0, 2));
    server.polls.next();

    consumer.shutdown();

    assertThat(server.leases.next(2)).hasSize(2);
    assertThat(consumed.size()).isZero();
  }
}
