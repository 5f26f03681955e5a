package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import io.openons.harness.Patience;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: sends that travel together keep an outcome each, and none is lost or doubled. Method: a
 * burst with a bad message in its middle. A failure means a caller who is told of another's
 * message.
 */
class CoalescingTest {
  private static final String TOPIC = "coalescing";
  private static final int MESSAGES = 5_000;

  @RegisterExtension static final SdkFixture sdk = new SdkFixture();

  private record Outcomes(Set<String> ids, List<String> failures, CountDownLatch open)
      implements SendCallback {
    @Override
    public void onSuccess(SendResult result) {
      ids.add(result.getMessageId());
      open.countDown();
    }

    @Override
    public void onException(OnExceptionContext context) {
      synchronized (failures) {
        failures.add(context.getException().getMessage());
      }
      open.countDown();
    }
  }

  @Test
  void a_burst_of_sends_is_stored_once_each_and_the_bad_one_alone_is_refused() throws Exception {
    Producer producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
    PullConsumer consumer =
        sdk.started(ONSFactory.createPullConsumer(sdk.properties("GID_coalescing")));
    consumer.assign(consumer.topicPartitions(TOPIC));
    Outcomes outcomes =
        new Outcomes(
            new ConcurrentSkipListSet<>(), new ArrayList<>(), new CountDownLatch(MESSAGES + 1));

    for (int i = 0; i < MESSAGES; i++) {
      if (i == MESSAGES / 2) {
        producer.sendAsync(tooLateToBeDelivered(), outcomes);
      }
      producer.sendAsync(message(i), outcomes);
    }

    assertThat(outcomes.open.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(outcomes.failures).hasSize(1).first().asString().contains("40 days");
    assertThat(outcomes.ids).hasSize(MESSAGES);
    assertThat(received(consumer)).isEqualTo(new TreeSet<>(outcomes.ids));
  }

  private static Message message(int number) {
    return new Message(TOPIC, "tag", Integer.toString(number).getBytes(StandardCharsets.UTF_8));
  }

  /** The client does not know the broker's limit, so the broker has to refuse it. */
  private static Message tooLateToBeDelivered() {
    Message message = message(-1);
    message.setStartDeliverTime(System.currentTimeMillis() + TimeUnit.DAYS.toMillis(400));
    return message;
  }

  private static Set<String> received(PullConsumer consumer) {
    List<String> ids = new ArrayList<>();
    long deadline = System.nanoTime() + Patience.LONG.toNanos();
    while (ids.size() < MESSAGES) {
      assertThat(System.nanoTime()).as("received: %s", ids.size()).isLessThan(deadline);
      consumer.poll(1_000).forEach(message -> ids.add(message.getMsgID()));
    }
    assertThat(consumer.poll(100)).isEmpty();
    Set<String> distinct = new TreeSet<>(ids);
    assertThat(distinct).hasSameSizeAs(ids);
    return distinct;
  }
}
