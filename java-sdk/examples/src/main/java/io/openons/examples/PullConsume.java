package io.openons.examples;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads the queues of a topic when it likes, and says itself how far it has come. */
public final class PullConsume {
  private static final String TOPIC = "example-pull";
  private static final int MESSAGES = 20;
  private static final int DEADLINE_SECONDS = 20;

  private PullConsume() {}

  public static void main(String[] args) {
    Properties settings = Settings.of(args, "GID_example_pull");
    settings.setProperty(PropertyKeyConst.AUTO_COMMIT, "false");
    try (PullConsumer consumer = ONSFactory.createPullConsumer(settings);
        Producer producer = ONSFactory.createProducer(settings)) {
      consumer.start();
      producer.start();
      Set<TopicPartition> queues = consumer.topicPartitions(TOPIC);
      consumer.assign(queues);
      System.out.println("reading: " + queues.size() + " queues");

      for (int i = 0; i < MESSAGES; i++) {
        producer.send(Run.message(TOPIC, "line", "line " + i));
      }
      System.out.println("sent: " + MESSAGES);

      System.out.println("received: " + pollUntilAllAreThere(consumer));
      consumer.commitSync();
      long committed = queues.stream().filter(queue -> consumer.committed(queue) != null).count();
      System.out.println("committed: offsets of " + committed + " queues");
    }
  }

  private static int pollUntilAllAreThere(PullConsumer consumer) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    int received = 0;
    while (received < MESSAGES && System.nanoTime() < deadline) {
      for (Message message : consumer.poll(3_000)) {
        if (Run.sent(message)) {
          received++;
        }
      }
    }
    if (received < MESSAGES) {
      throw new IllegalStateException("only " + received + " came in " + DEADLINE_SECONDS + " s");
    }
    return received;
  }
}
