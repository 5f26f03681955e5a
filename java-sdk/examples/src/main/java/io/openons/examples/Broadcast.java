package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import com.aliyun.openservices.ons.api.TopicPartition;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Two consumers of one group, each of which gets every message. */
public final class Broadcast {
  private static final String TOPIC = "example-broadcast";
  private static final int MESSAGES = 3;

  private Broadcast() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_broadcast");
    settings.setProperty(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
    Inbox left = new Inbox();
    Inbox right = new Inbox();
    try (Consumer first = consumer(settings, left);
        Consumer second = consumer(settings, right);
        Producer producer = ONSFactory.createProducer(settings)) {
      first.start();
      second.start();
      producer.start();

      for (int i = 1; i <= MESSAGES; i++) {
        producer.send(Run.message(TOPIC, "price", "price " + i));
      }
      System.out.println("sent: " + MESSAGES);
      System.out.println("the first received: " + all(left));
      System.out.println("the second received: " + all(right));
    }
  }

  private static Consumer consumer(Properties settings, Inbox inbox) {
    Consumer consumer = ONSFactory.createConsumer(settings);
    // Without this the consumer keeps how far it has come in a file below the home folder.
    consumer.setOffsetStore(new Memory());
    consumer.subscribe(
        TOPIC,
        "*",
        (message, context) -> {
          inbox.add(message);
          return Action.CommitMessage;
        });
    return consumer;
  }

  private static String all(Inbox inbox) throws InterruptedException {
    return inbox.next(MESSAGES).stream().map(Run::text).sorted().collect(Collectors.joining(", "));
  }

  /** Forgets with the process, so each run begins at the end of the topic. */
  private static final class Memory implements OffsetStore {
    private final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();

    @Override
    public void start() {}

    @Override
    public void shutdown() {}

    @Override
    public void updateOffset(TopicPartition partition, long offset) {
      offsets.put(partition, offset);
    }

    @Override
    public Optional<Long> readOffset(TopicPartition partition) {
      return Optional.ofNullable(offsets.get(partition));
    }
  }
}
