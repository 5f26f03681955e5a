package io.openons.conformance.random;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.broker.TopicSettings;
import io.openons.conformance.drivers.Client;
import io.openons.conformance.drivers.Driver;
import io.openons.conformance.drivers.Fields;
import io.openons.conformance.drivers.Inbox;
import io.openons.conformance.drivers.Transcript;
import io.openons.conformance.steps.Failure;
import io.openons.harness.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A random program, run in one language against a broker of its own. What it saw is told in words
 * that do not depend on the run: no ids, no times.
 */
final class ProgramRun implements AutoCloseable {
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final String TOPIC = "random";
  private static final String GROUP = "group";
  private static final String EXPRESSION = "a || b || straße || marker";
  private static final List<String> WANTED = List.of("a", "b", "straße");
  private static final Duration PATIENCE = Patience.LONG;
  private static final int ATTEMPTS = 5;

  private final Driver driver;
  private final OnsBroker broker;
  private final Transcript transcript = new Transcript();
  private final List<String> seen = new ArrayList<>();

  /** Bodies that a consumer is owed. */
  private final TreeSet<String> owed = new TreeSet<>();

  /** Whether a one-way message may be under way. */
  private boolean oneWay;

  private final long number = NUMBERS.incrementAndGet();
  private Client producer;
  private Client consumer;

  private ProgramRun(Driver driver) {
    this.driver = driver;
    this.broker =
        OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).diskWatermark(1).start();
    broker.createTopic(TOPIC, TopicSettings.open(1));
    broker.configureGroup(
        GROUP, new GroupSettings(false, ATTEMPTS, List.of(Duration.ofMillis(20))));
  }

  /** Runs a program and tells what it saw, a line for each operation or delivery. */
  static List<String> run(List<RandomStep> program, Driver driver) throws InterruptedException {
    try (ProgramRun run = new ProgramRun(driver)) {
      run.openProducer();
      run.openConsumer();
      for (RandomStep op : program) {
        run.run(op);
      }
      return run.seen;
    }
  }

  private void run(RandomStep op) throws InterruptedException {
    switch (op.verb()) {
      case RandomStep.CONSUME -> consume(Integer.parseInt(op.fields().get("failing")));
      case RandomStep.CLOSE_CONSUMER -> {
        consume(0);
        consumer.succeed(consumer.command("close"));
        consumer = null;
      }
      case RandomStep.RESTART_PRODUCER -> {
        closeProducer();
        openProducer();
      }
      case RandomStep.SEND_CLOSED -> {
        closeProducer();
        see(op, producer.ask(command("send", op.fields(), "")), "");
        openProducer();
      }
      case "send-batch" -> sendBatch(op);
      default -> send(op);
    }
  }

  /** One-way messages that are under way may be lost by a close, so they are received before it. */
  private void closeProducer() throws InterruptedException {
    if (oneWay) {
      consume(0);
    }
    producer.succeed(producer.command("close"));
  }

  private void openProducer() {
    producer = open("producer", Map.of());
    producer.succeed(producer.command("start"));
  }

  private void openConsumer() {
    consumer = open("consumer", Map.of("ConsumeThreadNums", "1"));
    consumer.succeed(
        consumer.command("subscribe").put("topic", TOPIC).put("expression", EXPRESSION));
    consumer.succeed(consumer.command("start"));
  }

  private Client open(String kind, Map<String, String> more) {
    String id = "random-" + number + "-" + NUMBERS.incrementAndGet();
    Client client = new Client(kind, id, kind, driver, new Inbox(), transcript);
    driver.listen(id, client.inbox(), transcript);
    Map<String, String> properties = new LinkedHashMap<>(more);
    properties.put("NAMESRV_ADDR", broker.endpoint());
    properties.put("AccessKey", "any");
    properties.put("SecretKey", "any");
    properties.put("GROUP_ID", GROUP);
    properties.putAll(Patience.PROPERTIES);
    client.succeed(client.command("open").put("kind", kind).putAll("property.", properties));
    return client;
  }

  private Fields command(String verb, Map<String, String> message, String prefix) {
    return producer.command(verb).put(prefix + "topic", TOPIC).putAll(prefix, message);
  }

  private void send(RandomStep op) throws InterruptedException {
    Fields reply = producer.ask(command(op.verb(), op.fields(), ""));
    if (op.verb().equals("send-async") && reply.is("ok")) {
      reply = producer.inbox().outcome(PATIENCE);
      if (reply == null) {
        throw new AssertionError("an asynchronous send has no outcome: " + op);
      }
    }
    see(op, reply, "");
  }

  /** The message, and it again with another body. */
  private void sendBatch(RandomStep op) {
    Map<String, String> second = new LinkedHashMap<>(op.fields());
    second.put("body", encoded("second of a batch " + op.fields().get("body")));
    Fields command = command("send-batch", op.fields(), "0.").put("1.topic", TOPIC);
    Fields reply = producer.ask(command.putAll("1.", second).put("count", 2));
    if (!reply.is("ok")) {
      see(op, reply, "");
      return;
    }
    see(op, reply, "0.");
    see(new RandomStep(op.verb(), second), reply, "1.");
  }

  private void see(RandomStep op, Fields outcome, String prefix) {
    String code = outcome.get(prefix + "code");
    if (!code.isEmpty()) {
      // Of the failures of a batch some languages tell the first one's name, and the class of all.
      String told = Failure.told(outcome, prefix);
      seen.add(op.verb() + ": " + (prefix.isEmpty() ? told : told.replaceAll(" .*", "")));
      return;
    }
    oneWay |= op.verb().equals("send-oneway");
    boolean hasId = !outcome.get(prefix + "messageId").isEmpty();
    seen.add(op.verb() + ": sent" + (hasId ? ", with an id" : ""));
    if (WANTED.contains(op.fields().getOrDefault("tag", "")) && op.fields().containsKey("body")) {
      owed.add(op.fields().get("body"));
    }
  }

  /**
   * Takes all that is owed; the first so many deliveries fail once. What comes besides is seen too.
   */
  private void consume(int failing) throws InterruptedException {
    if (consumer == null) {
      openConsumer();
    }
    TreeSet<String> deliveries = new TreeSet<>();
    int toFail = failing;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String marker = "marker" + NUMBERS.incrementAndGet();
    boolean marked = false;
    TreeSet<String> failed = new TreeSet<>();
    while (!marked) {
      if (owed.isEmpty()) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
        producer.succeed(command("send", Map.of("tag", "marker", "body", encoded(marker)), ""));
      }
      boolean last = owed.isEmpty();
      do {
        Fields delivery = consumer.inbox().delivery(Duration.ofNanos(deadline - System.nanoTime()));
        if (delivery == null) {
          deliveries.add("nothing more, though owed: " + owed.size());
          owed.clear();
          break;
        }
        String body = delivery.get("0.body");
        if (body.equals(encoded(marker))) {
          consumer.answer(delivery, "success");
          marked = true;
        } else if (toFail > 0 && owed.contains(body) && failed.add(body)) {
          toFail--;
          consumer.answer(delivery, "later");
        } else {
          deliveries.add(describe(delivery));
          owed.remove(body);
          consumer.answer(delivery, "success");
        }
      } while (!marked && (last || !owed.isEmpty()));
    }
    oneWay = false;
    seen.add("consume: " + deliveries);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String describe(Fields delivery) {
    return "%s tag=%s key=%s user=%s again=%s id=%b host=%b"
        .formatted(
            Integer.toHexString(delivery.get("0.body").hashCode()),
            delivery.get("0.tag"),
            delivery.get("0.key"),
            delivery.below("0.user."),
            delivery.get("0.reconsumeTimes"),
            !delivery.get("0.messageId").isEmpty(),
            !delivery.get("0.bornHost").isEmpty());
  }

  @Override
  public void close() {
    for (Client client : new Client[] {producer, consumer}) {
      if (client != null) {
        client.ask(client.command("close"));
      }
    }
    broker.close();
  }
}
