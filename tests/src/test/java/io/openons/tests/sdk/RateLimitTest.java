package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.broker.OnsBroker;
import io.openons.broker.core.StartPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A consumer that is told how fast it may be. */
class RateLimitTest {
  private static final int MESSAGES = 21;
  private static final double PER_SECOND = 50;

  @Test
  @Tag("F-074")
  void messages_are_delivered_no_faster_than_the_limit() throws Exception {
    try (OnsBroker broker = OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).start()) {
      Properties properties = new Properties();
      properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
      properties.setProperty(PropertyKeyConst.AccessKey, "ak");
      properties.setProperty(PropertyKeyConst.SecretKey, "sk");
      properties.setProperty(PropertyKeyConst.GROUP_ID, "GID_limited");
      Producer producer = ONSFactory.createProducer(properties);
      Consumer consumer = ONSFactory.createConsumer(properties);
      try {
        producer.start();
        for (int i = 0; i < MESSAGES; i++) {
          producer.send(new Message("limited", "tag", new byte[] {1}));
        }
        BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        consumer.subscribe(
            "limited",
            "*",
            (message, context) -> {
              times.add(System.nanoTime());
              return Action.CommitMessage;
            });
        consumer.rateLimit("limited", PER_SECOND);
        long start = System.nanoTime();

        consumer.start();

        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
          Long time = times.poll(20, TimeUnit.SECONDS);
          assertThat(time).as("message %s", i).isNotNull();
          seen.add(time);
        }
        double seconds = (Collections.max(seen) - start) / 1e9;
        assertThat(seconds).isGreaterThanOrEqualTo((MESSAGES - 1) / PER_SECOND);
      } finally {
        consumer.shutdown();
        producer.shutdown();
      }
    }
  }
}
