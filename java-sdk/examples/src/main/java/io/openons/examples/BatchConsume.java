package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import java.util.Properties;

/** Receives messages many at a time, with one answer for all of them. */
public final class BatchConsume {
  private static final String TOPIC = "example-batch";
  private static final int MESSAGES = 25;

  private BatchConsume() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_batch");
    // A batch goes to the listener when it has 10 messages, or when its first has waited 1 s.
    settings.setProperty(PropertyKeyConst.ConsumeMessageBatchMaxSize, "10");
    settings.setProperty(PropertyKeyConst.BatchConsumeMaxAwaitDurationInSeconds, "1");
    Inbox inbox = new Inbox();
    try (BatchConsumer consumer = ONSFactory.createBatchConsumer(settings);
        Producer producer = ONSFactory.createProducer(settings)) {
      consumer.subscribe(
          TOPIC,
          "*",
          (messages, context) -> {
            System.out.println("a batch of " + messages.size());
            messages.forEach(inbox::add);
            return Action.CommitMessage;
          });
      consumer.start();
      producer.start();

      for (int i = 0; i < MESSAGES; i++) {
        producer.send(Run.message(TOPIC, "line", "line " + i));
      }
      System.out.println("sent: " + MESSAGES);
      System.out.println("received: " + inbox.next(MESSAGES).size());
    }
  }
}
