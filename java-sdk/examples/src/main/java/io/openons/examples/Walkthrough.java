package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A tour of what the client can do, one station after the other. */
public final class Walkthrough {
  private static final int DEADLINE_SECONDS = 20;

  private final String[] args;

  private Walkthrough(String[] args) {
    this.args = args;
  }

  public static void main(String[] args) throws InterruptedException {
    Walkthrough tour = new Walkthrough(args);
    tour.sendAndReceive();
    tour.tags();
    tour.order();
    tour.delay();
    tour.transaction();
    tour.pull();
    tour.describe();
    tour.error();
  }

  private void sendAndReceive() throws InterruptedException {
    try (Receiver receiver = new Receiver("example-tour", "*");
        Producer producer = producer()) {
      producer.send(Run.message("example-tour", "greeting", "hello"));
      System.out.println("1. sent and received: " + receiver.next(1));
    }
  }

  private void tags() throws InterruptedException {
    try (Receiver receiver = new Receiver("example-tour-tags", "paid || shipped");
        Producer producer = producer()) {
      for (String state : List.of("created", "paid", "packed", "shipped")) {
        producer.send(Run.message("example-tour-tags", state, state));
      }
      System.out.println("2. by tag, paid || shipped: " + receiver.next(2));
    }
  }

  private void order() throws InterruptedException {
    Inbox inbox = new Inbox();
    try (OrderConsumer consumer =
            ONSFactory.createOrderedConsumer(Settings.of(args, "GID_example_tour_ordered"));
        OrderProducer producer =
            ONSFactory.createOrderProducer(Settings.of(args, "GID_example_tour"))) {
      consumer.subscribe(
          "example-tour-ordered",
          "*",
          (message, context) -> {
            inbox.add(message);
            return OrderAction.Success;
          });
      consumer.start();
      producer.start();
      for (int i = 1; i <= 5; i++) {
        producer.send(Run.message("example-tour-ordered", "step", "" + i), "order-1");
      }
      System.out.println("3. in order: " + texts(inbox.next(5)));
    }
  }

  private void delay() throws InterruptedException {
    try (Receiver receiver = new Receiver("example-tour-delayed", "*");
        Producer producer = producer()) {
      long due = System.currentTimeMillis() + 1_000;
      Message message = Run.message("example-tour-delayed", "reminder", "a second later");
      message.setStartDeliverTime(due);
      producer.send(message);
      String text = receiver.next(1);
      boolean early = System.currentTimeMillis() < due;
      System.out.println("4. delayed: " + text + (early ? ", too early" : ""));
    }
  }

  private void transaction() throws InterruptedException {
    try (Receiver receiver = new Receiver("example-tour-transaction", "*");
        TransactionProducer producer =
            ONSFactory.createTransactionProducer(
                Settings.of(args, "GID_example_tour_transaction"),
                message -> TransactionStatus.RollbackTransaction)) {
      producer.start();
      producer.send(
          Run.message("example-tour-transaction", "order", "order-1"),
          (message, work) -> {
            ((Runnable) work).run();
            return TransactionStatus.CommitTransaction;
          },
          (Runnable) () -> System.out.println("5. the local transaction runs"));
      System.out.println("   committed and received: " + receiver.next(1));
    }
  }

  private void pull() {
    try (PullConsumer consumer =
            ONSFactory.createPullConsumer(Settings.of(args, "GID_example_tour_pull"));
        Producer producer = producer()) {
      consumer.start();
      Set<TopicPartition> queues = consumer.topicPartitions("example-tour-pull");
      consumer.assign(queues);
      producer.send(Run.message("example-tour-pull", "line", "read by hand"));
      List<Message> received = new ArrayList<>();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (received.isEmpty() && System.nanoTime() < deadline) {
        consumer.poll(1_000).stream().filter(Run::sent).forEach(received::add);
      }
      System.out.println("6. pulled from " + queues.size() + " queues: " + texts(received));
    }
  }

  private void describe() {
    try (Producer producer = producer()) {
      ClientDescription description = producer.describe();
      System.out.println("7. what this producer is and uses:");
      System.out.println("   state: " + description.state());
      for (String key : List.of("SendMsgTimeoutMillis", "SecretKey")) {
        System.out.println("   " + key + ": " + description.properties().get(key));
      }
    }
  }

  private void error() {
    try (Producer producer = producer()) {
      producer.send(new Message("example-tour", "tag", new byte[0]));
      throw new IllegalStateException("an empty message was accepted");
    } catch (ONSClientException refused) {
      System.out.println("8. refused: " + refused.getCodeName() + ": " + refused.getMessage());
      System.out.println("   would it help to send it again? " + refused.isRetryable());
    }
  }

  private Producer producer() {
    Producer producer = ONSFactory.createProducer(Settings.of(args, "GID_example_tour"));
    producer.start();
    return producer;
  }

  private static String texts(List<Message> messages) {
    return messages.stream().map(Run::text).collect(Collectors.joining(", "));
  }

  /** A started consumer of one topic. */
  private final class Receiver implements AutoCloseable {
    private final Inbox inbox = new Inbox();
    private final Consumer consumer;

    private Receiver(String topic, String expression) {
      consumer = ONSFactory.createConsumer(Settings.of(args, "GID_" + topic.replace('-', '_')));
      consumer.subscribe(
          topic,
          expression,
          (message, context) -> {
            inbox.add(message);
            return Action.CommitMessage;
          });
      consumer.start();
    }

    private String next(int count) throws InterruptedException {
      List<Message> messages = inbox.next(count);
      return messages.stream().map(Run::text).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
      consumer.shutdown();
    }
  }
}
