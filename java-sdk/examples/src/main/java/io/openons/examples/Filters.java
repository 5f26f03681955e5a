package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import java.util.stream.Collectors;

/** Three groups that get different messages of one topic: all, some tags, a condition in SQL. */
public final class Filters {
  private static final String TOPIC = "example-filters";

  private Filters() {}

  public static void main(String[] args) throws InterruptedException {
    Inbox all = new Inbox();
    Inbox tags = new Inbox();
    Inbox sql = new Inbox();
    try (Consumer first = consumer(args, "all", MessageSelector.byTag("*"), all);
        Consumer second = consumer(args, "tags", MessageSelector.byTag("paid || shipped"), tags);
        Consumer third =
            consumer(args, "sql", MessageSelector.bySql("amount > 100 AND region = 'north'"), sql);
        Producer producer = ONSFactory.createProducer(Settings.of(args, "GID_example_producer"))) {
      first.start();
      second.start();
      third.start();
      producer.start();

      producer.send(order("created", "north", 500));
      producer.send(order("paid", "north", 20));
      producer.send(order("returned", "south", 300));
      producer.send(order("shipped", "south", 80));

      System.out.println("everything: " + texts(all, 4));
      System.out.println("paid || shipped: " + texts(tags, 2));
      System.out.println("amount > 100 AND region = 'north': " + texts(sql, 1));
    }
  }

  private static Consumer consumer(
      String[] args, String name, MessageSelector selector, Inbox inbox) {
    Consumer consumer = ONSFactory.createConsumer(Settings.of(args, "GID_example_" + name));
    consumer.subscribe(
        TOPIC,
        selector,
        (message, context) -> {
          inbox.add(message);
          return Action.CommitMessage;
        });
    return consumer;
  }

  private static Message order(String state, String region, int amount) {
    Message message = Run.message(TOPIC, state, state + " " + amount);
    message.putUserProperties("region", region);
    message.putUserProperties("amount", "" + amount);
    return message;
  }

  private static String texts(Inbox inbox, int count) throws InterruptedException {
    return inbox.next(count).stream().map(Run::text).sorted().collect(Collectors.joining(", "));
  }
}
