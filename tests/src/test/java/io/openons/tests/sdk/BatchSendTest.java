package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendOutcome;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: many messages in one call are stored or refused each by itself. Method: a batch with a bad
 * message in it, sent to a broker and received. A failure means: one bad message takes others with
 * it, or an outcome belongs to another message.
 */
class BatchSendTest {
  private static final int MESSAGES = 200;

  @RegisterExtension static final SdkFixture sdk = new SdkFixture();

  @Test
  void a_batch_over_two_topics_arrives_but_for_the_message_that_the_broker_refuses() {
    Producer producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
    Consumer consumer = ONSFactory.createConsumer(sdk.properties("GID_batches"));
    Seen<String> received = new Seen<>();
    for (String topic : List.of("even", "odd")) {
      consumer.subscribe(
          topic,
          "*",
          (message, context) -> {
            received.add(message.getTopic() + body(message));
            return Action.CommitMessage;
          });
    }
    sdk.started(consumer);
    List<Message> batch = new ArrayList<>();
    IntStream.range(0, MESSAGES)
        .forEach(i -> batch.add(message(i % 2 == 0 ? "even" : "odd", Integer.toString(i))));
    Message tooLate = message("odd", "too late");
    tooLate.setStartDeliverTime(System.currentTimeMillis() + TimeUnit.DAYS.toMillis(400));
    batch.add(MESSAGES / 2, tooLate);

    List<SendOutcome> outcomes = producer.sendBatch(batch);

    assertThat(outcomes).hasSameSizeAs(batch);
    assertThat(outcomes.stream().filter(outcome -> !outcome.isSent()))
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.getMessage()).isSameAs(tooLate);
              assertThat(refused.getException()).hasMessageContaining("40 days");
            });
    assertThat(received.next(MESSAGES))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, MESSAGES).mapToObj(i -> (i % 2 == 0 ? "even" : "odd") + i).toList());
  }
}
