package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a consumer is no faster than it was told. Method: a backlog, and the time of each delivery;
 * a busy machine only makes it slower. A failure means a limit that does not protect what is behind
 * the consumer.
 */
class RateLimitTest {
  private static final int MESSAGES = 21;
  private static final double PER_SECOND = 50;

  @RegisterExtension static final SdkFixture sdk = new SdkFixture();

  @Test
  @Tag("F-074")
  void messages_are_delivered_no_faster_than_the_limit() {
    Producer producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
    for (int i = 0; i < MESSAGES; i++) {
      producer.send(SdkFixture.message("limited", "" + i));
    }
    Seen<Long> times = new Seen<>();
    Consumer consumer = ONSFactory.createConsumer(sdk.properties("GID_limited"));
    consumer.subscribe(
        "limited",
        "*",
        (message, context) -> {
          times.add(System.nanoTime());
          return Action.CommitMessage;
        });
    consumer.rateLimit("limited", PER_SECOND);
    long start = System.nanoTime();

    sdk.started(consumer);

    double seconds = (Collections.max(times.next(MESSAGES)) - start) / 1e9;
    assertThat(seconds).isGreaterThanOrEqualTo((MESSAGES - 1) / PER_SECOND);
  }
}
