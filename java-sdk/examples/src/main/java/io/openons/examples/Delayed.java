package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import java.time.Duration;
import java.util.Properties;

/** Sends messages that are delivered after a while, and takes one of them back. */
public final class Delayed {
  private static final String TOPIC = "example-delayed";

  private Delayed() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_delayed");
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

      SendResult reminder = send(producer, "please pay", Duration.ofSeconds(1));
      producer.recall(TOPIC, reminder.getRecallHandle());
      System.out.println("taken back: please pay");
      send(producer, "rate your order", Duration.ofSeconds(2));

      System.out.println("received: " + Run.text(inbox.next()));
    }
  }

  private static SendResult send(Producer producer, String text, Duration delay) {
    Message message = Run.message(TOPIC, "reminder", text);
    message.setStartDeliverTime(System.currentTimeMillis() + delay.toMillis());
    SendResult sent = producer.send(message);
    System.out.println("sent, to be delivered in " + delay.toSeconds() + " s: " + text);
    return sent;
  }
}
