package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import java.util.Properties;

/** Sends a message and receives it. */
public final class Quickstart {
  private static final String TOPIC = "example-quickstart";

  private Quickstart() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_quickstart");
    Inbox inbox = new Inbox();
    try (Consumer consumer = ONSFactory.createConsumer(settings);
        Producer producer = ONSFactory.createProducer(settings)) {
      consumer.subscribe(
          TOPIC,
          "*",
          (message, context) -> {
            inbox.add(message);
            return Action.CommitMessage;
          });
      consumer.start();
      producer.start();

      SendResult sent = producer.send(Run.message(TOPIC, "greeting", "hello, world"));
      System.out.println("sent: " + sent.getMessageId());
      System.out.println("received: " + Run.text(inbox.next()));
    }
  }
}
