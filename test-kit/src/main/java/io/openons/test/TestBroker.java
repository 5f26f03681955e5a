package io.openons.test;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import io.openons.broker.Faults;
import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.broker.StoredMessage;
import io.openons.broker.TopicSettings;
import io.openons.broker.TurnableClock;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A broker for tests, on a free port of this machine, with clients of it. New groups begin with the
 * oldest message, so a test may send first and consume then. Safe on any thread.
 *
 * <pre>{@code
 * try (TestBroker broker = TestBroker.start(Clock.TURNED)) {
 *   Inbox inbox = broker.consume("orders", "GID_orders");
 *   broker.producer().send(new Message("orders", "paid", "hello".getBytes()));
 *   inbox.take();
 * }
 * }</pre>
 */
public final class TestBroker implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int MOST_SHOWN = 1000;

  private final OnsBroker broker;
  private final TurnableClock clock;
  private final Faults faults;
  private final Deque<Admin> clients = new ConcurrentLinkedDeque<>();
  private final List<String> topics = new CopyOnWriteArrayList<>();
  private final List<String> groups = new CopyOnWriteArrayList<>();
  private volatile String testName = "test";

  private TestBroker(OnsBroker broker, TurnableClock clock, Faults faults) {
    this.broker = broker;
    this.clock = clock;
    this.faults = faults;
  }

  /** Starts a broker with the system's time. */
  public static TestBroker start() {
    return start(Clock.SYSTEM);
  }

  /** Starts a broker; when this returns it serves. */
  public static TestBroker start(Clock time) {
    Faults faults = new Faults();
    OnsBroker.Builder settings =
        OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).faults(faults);
    TurnableClock clock = null;
    if (time == Clock.TURNED) {
      clock = new TurnableClock();
      settings.clock(clock);
    }
    return new TestBroker(settings.start(), clock, faults);
  }

  /** Returns {@code host:port}; what clients take as {@code NAMESRV_ADDR}. */
  public String endpoint() {
    return broker.endpoint();
  }

  /** Returns the broker itself, for what is not here. */
  public OnsBroker broker() {
    return broker;
  }

  /**
   * Returns the clock to turn.
   *
   * @throws IllegalStateException when the broker goes by the system's time
   */
  public TurnableClock clock() {
    if (clock == null) {
      throw new IllegalStateException(
          "the broker goes by the system's time; start it with Clock.TURNED,"
              + " or say @OnsBrokerTest(clock = Clock.TURNED)");
    }
    return clock;
  }

  /** Returns the faults to order. Those of a test with {@link OnsBrokerTest} end with it. */
  public Faults faults() {
    return faults;
  }

  /** Stops the broker and starts it in place; its clients find it again. */
  public void restart() {
    broker.restart();
  }

  /** Makes a topic, or changes it, as {@link OnsBroker#createTopic}. */
  public void createTopic(String name, TopicSettings settings) {
    broker.createTopic(name, settings);
  }

  /** Makes a group, or changes it, as {@link OnsBroker#configureGroup}. */
  public void configureGroup(String name, GroupSettings settings) {
    broker.configureGroup(name, settings);
  }

  /** Returns the name of a topic that no other test uses; it is made on first use. */
  public String freshTopic() {
    String name = fresh("");
    topics.add(name);
    return name;
  }

  /** Returns the name of a consumer group that no other test uses; it is made on first use. */
  public String freshGroup() {
    String name = fresh("GID_");
    groups.add(name);
    return name;
  }

  private String fresh(String prefix) {
    String readable = testName.replaceAll("[^A-Za-z0-9]+", "_");
    int longest = 40;
    return prefix
        + readable.substring(0, Math.min(longest, readable.length()))
        + "-"
        + NAMES.incrementAndGet();
  }

  /** Returns properties for clients of this broker that have patience with a busy machine. */
  public Properties properties(String group) {
    Properties properties = new Properties();
    properties.putAll(Patience.PROPERTIES);
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, endpoint());
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    properties.setProperty(PropertyKeyConst.AccessKey, "any");
    properties.setProperty(PropertyKeyConst.SecretKey, "any");
    return properties;
  }

  /** Returns a producer that is started. */
  public Producer producer() {
    return started(ONSFactory.createProducer(properties(fresh("GID_"))));
  }

  /** Returns a producer of ordered messages that is started. */
  public OrderProducer orderProducer() {
    return started(ONSFactory.createOrderProducer(properties(fresh("GID_"))));
  }

  /** Returns a producer of transactions that is started. */
  public TransactionProducer transactionProducer(LocalTransactionChecker checker) {
    return started(ONSFactory.createTransactionProducer(properties(fresh("GID_")), checker));
  }

  /** Consumes a topic, with success; the messages come to the inbox. */
  public Inbox consume(String topic, String group) {
    return consume(topic, group, (message, context) -> Action.CommitMessage);
  }

  /** Consumes a topic; the messages come to the inbox, then to the listener. */
  public Inbox consume(String topic, String group, MessageListener listener) {
    Inbox inbox = new Inbox(group);
    Consumer consumer = ONSFactory.createConsumer(properties(group));
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          inbox.put(message);
          return listener.consume(message, context);
        });
    started(consumer);
    return inbox;
  }

  private <T extends Admin> T started(T client) {
    clients.push(client);
    client.start();
    return client;
  }

  /** Returns the messages of a topic, at most 1000 of each queue, as {@link OnsBroker#messages}. */
  public List<StoredMessage> messages(String topic) {
    return broker.messages(topic, MOST_SHOWN);
  }

  /** Returns the messages that a group failed on too often; none when it has none. */
  public List<StoredMessage> deadLetters(String group) {
    return messages("%DLQ%" + group);
  }

  /**
   * Waits until a group has nothing to do: no message is ready for it, and none of its consumers
   * holds one. Messages may wait for their next delivery, which {@link #clock()} brings.
   *
   * @throws AssertionError after 90 s
   */
  public void awaitIdle(String group) {
    Patience.until(
        () -> broker.isIdle(group),
        () -> "group %s still has messages to handle after %s".formatted(group, Patience.LONG));
  }

  void beginTest(String name) {
    testName = name;
  }

  /** Ends what a test began, and forgets its names. */
  void endTest() {
    faults.clear();
    closeClients();
    topics.clear();
    groups.clear();
  }

  /** Returns what is in the topics of a test. */
  String describe(String test) {
    List<String> lines = new ArrayList<>();
    lines.add("Messages at the end of %s:".formatted(test));
    topics.forEach(topic -> describe(topic, messages(topic), lines));
    for (String group : groups) {
      List<StoredMessage> letters = deadLetters(group);
      if (!letters.isEmpty()) {
        describe("dead letters of " + group, letters, lines);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void describe(String what, List<StoredMessage> messages, List<String> lines) {
    lines.add("  %s: %s".formatted(what, messages.isEmpty() ? "none" : messages.size()));
    messages.forEach(message -> lines.add("    " + message));
  }

  private void closeClients() {
    for (Admin client = clients.poll(); client != null; client = clients.poll()) {
      client.shutdown();
    }
  }

  /** Closes the clients and the broker, and deletes its data. */
  @Override
  public void close() {
    closeClients();
    broker.close();
  }
}
