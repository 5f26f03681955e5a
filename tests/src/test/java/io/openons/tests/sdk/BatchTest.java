package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a batch goes to its listener when it is full or has waited for long enough. Method: batch
 * consumers of several sizes and waits against a broker. A failure means: a listener gets single
 * messages, or waits for ever for a full batch.
 */
class BatchTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<List<Message>> consumed = new Seen<>();

  private void send(int count) {
    Producer producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
    IntStream.range(0, count).forEach(i -> producer.send(message("Lines", "" + i)));
  }

  private void consume(BatchMessageListener listener, String... properties) {
    BatchConsumer consumer =
        ONSFactory.createBatchConsumer(sdk.properties("GID_batch", properties));
    consumer.subscribe("Lines", "*", listener);
    sdk.started(consumer);
  }

  private Action commit(List<Message> messages) {
    consumed.add(messages);
    return Action.CommitMessage;
  }

  @Test
  @Tag("F-063")
  void full_batches_go_at_once() {
    send(100);

    consume(
        (messages, context) -> commit(messages),
        "ConsumeMessageBatchMaxSize",
        "50",
        "batchConsumeMaxAwaitDurationInSeconds",
        "400");

    assertThat(consumed.next(2)).allSatisfy(batch -> assertThat(batch).hasSize(50));
  }

  @Test
  @Tag("F-064")
  void a_batch_that_is_not_full_goes_after_the_wait() {
    send(3);

    consume((messages, context) -> commit(messages), "batchConsumeMaxAwaitDurationInSeconds", "1");

    assertThat(consumed.next()).hasSize(3);
  }

  @Test
  @Tag("F-066")
  void a_batch_that_is_put_off_comes_again_as_a_whole() {
    send(3);
    Seen<String> failed = new Seen<>();

    consume(
        (messages, context) -> {
          if (messages.get(0).getReconsumeTimes() > 0) {
            return commit(messages);
          }
          messages.forEach(message -> failed.add(message.getMsgID()));
          return Action.ReconsumeLater;
        });

    List<String> ids = failed.next(3);
    Seen<String> again = new Seen<>();
    while (again.size() < 3) {
      consumed.next().forEach(message -> again.add(message.getMsgID()));
    }
    assertThat(again.next(3)).containsExactlyInAnyOrderElementsOf(ids);
  }
}
