package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/** Sends a message that is delivered at a time of day. */
public final class Timed {
  private static final String TOPIC = "example-timed";
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Timed() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_timed");
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

      // A program would read this from somewhere. It may be up to 40 days ahead.
      String when = FORM.format(LocalDateTime.now().plusSeconds(2));
      Instant time = LocalDateTime.parse(when, FORM).atZone(ZoneId.systemDefault()).toInstant();
      Message message = Run.message(TOPIC, "alarm", "wake up");
      message.setStartDeliverTime(time.toEpochMilli());
      producer.send(message);
      System.out.println("sent, to be delivered at " + when);

      Message alarm = inbox.next();
      boolean early = Instant.now().isBefore(time);
      System.out.println("received: " + Run.text(alarm) + (early ? ", too early" : ", in time"));
    }
  }
}
