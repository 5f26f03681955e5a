package io.openons.tests.faults;

import static io.openons.tests.faults.KillLoad.DELAYED;
import static io.openons.tests.faults.KillLoad.NORMAL;
import static io.openons.tests.faults.KillLoad.ORDERED;
import static io.openons.tests.faults.KillLoad.TRANSACTIONS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.harness.Patience;
import io.openons.tests.interop.OfficialClient;
import io.openons.tests.interop.OfficialProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Consumers that live through all kills of their broker, as those of a user do: of our SDK one that
 * listens, one that listens in order and one that pulls; of the official clients of each protocol
 * one that listens and one that does so in order. Each is alone in its group, so each must be given
 * everything.
 */
final class LivingConsumers implements AutoCloseable {
  /** The groups that are ordered on the broker, as the official client's needs it. */
  static final List<String> ORDERED_GROUPS = List.of("GID_ordered", "GID_official_ordered");

  /** The groups whose members get messages in order. */
  static final List<String> GROUPS_IN_ORDER =
      List.of("GID_ordered", "GID_official_ordered", "GID_remoting_ordered", "GID_ons_ordered");

  private static final long POLL_MILLIS = 1_000;

  /** What consumers are to be given. */
  private static final Map<String, Set<String>> TOPICS =
      new TreeMap<>(
          Map.of(
              "GID_listens", Set.of(NORMAL, DELAYED, TRANSACTIONS),
              "GID_ordered", Set.of(ORDERED),
              "GID_pulls", Set.of(NORMAL),
              "GID_official", Set.of(NORMAL),
              "GID_official_ordered", Set.of(ORDERED),
              "GID_remoting", Set.of(NORMAL),
              "GID_remoting_ordered", Set.of(ORDERED),
              "GID_ons", Set.of(NORMAL),
              "GID_ons_ordered", Set.of(ORDERED)));

  private record Delivery(String group, String topic, String body) {}

  private final String endpoint;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final Map<String, Map<String, Set<String>>> received = new TreeMap<>();
  private final List<Admin> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final OfficialClient official;
  private final OfficialClient remoting;
  private final OfficialClient ons;
  private volatile boolean ending;

  /**
   * Starts all of them.
   *
   * @param endpoint a broker that serves now; its successors serve at the same address
   * @param remotingEndpoint the same of the other protocol
   * @param folder an empty folder for the processes of the official clients
   */
  LivingConsumers(String endpoint, String remotingEndpoint, Path folder)
      throws IOException, InterruptedException {
    this.endpoint = endpoint;
    startListener();
    startOrdered();
    startPulling();
    official = new OfficialClient(Files.createDirectory(folder.resolve("grpc")), endpoint, false);
    remoting =
        new OfficialClient(
            OfficialProgram.APACHE_5,
            Files.createDirectory(folder.resolve("remoting")),
            remotingEndpoint,
            false);
    ons =
        new OfficialClient(
            OfficialProgram.ONS_2, Files.createDirectory(folder.resolve("ons")), endpoint, true);
    for (String group : List.of("GID_official", "GID_official_ordered")) {
      for (String topic : TOPICS.get(group)) {
        official.ask("push", "topic", topic, "group", group, "filter", "*", "failures", "0");
      }
    }
    remoting.ask("push", "topic", NORMAL, "group", "GID_remoting");
    remoting.ask("push", "topic", ORDERED, "group", "GID_remoting_ordered", "ordered", "true");
    ons.ask("producer", "group", "PID_ons");
    ons.ask("push", "topic", NORMAL, "group", "GID_ons");
    ons.ask("push", "topic", ORDERED, "group", "GID_ons_ordered", "ordered", "true");
    threads.execute(() -> read(ons, "GID_ons"));
    threads.execute(() -> read(official, "GID_official"));
    threads.execute(() -> read(remoting, "GID_remoting"));
  }

  /** The client of the first version of gRPC, which can send, too. */
  OfficialClient ons() {
    return ons;
  }

  private Properties properties(String group) {
    Properties properties = new Properties();
    properties.putAll(Patience.PROPERTIES);
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, endpoint);
    properties.setProperty(PropertyKeyConst.AccessKey, "ak");
    properties.setProperty(PropertyKeyConst.SecretKey, "sk");
    properties.setProperty(PropertyKeyConst.GROUP_ID, group);
    return properties;
  }

  private void startListener() {
    Consumer consumer = ONSFactory.createConsumer(properties("GID_listens"));
    clients.add(consumer);
    for (String topic : TOPICS.get("GID_listens")) {
      consumer.subscribe(
          topic,
          "*",
          (message, context) -> {
            arrived("GID_listens", message);
            return Action.CommitMessage;
          });
    }
    consumer.start();
  }

  private void startOrdered() {
    OrderConsumer consumer = ONSFactory.createOrderedConsumer(properties("GID_ordered"));
    clients.add(consumer);
    consumer.subscribe(
        ORDERED,
        "*",
        (message, context) -> {
          arrived("GID_ordered", message);
          return OrderAction.Success;
        });
    consumer.start();
  }

  private void startPulling() {
    PullConsumer consumer = ONSFactory.createPullConsumer(properties("GID_pulls"));
    clients.add(consumer);
    consumer.start();
    Set<TopicPartition> queues = consumer.topicPartitions(NORMAL);
    consumer.assign(queues);
    queues.forEach(consumer::seekToBeginning);
    threads.execute(
        () -> {
          while (!ending) {
            consumer.poll(POLL_MILLIS).forEach(message -> arrived("GID_pulls", message));
          }
        });
  }

  private void read(OfficialClient client, String group) {
    try {
      client.forEachMessage(
          message ->
              deliveries.add(
                  new Delivery(
                      message.get("topic").equals(ORDERED) ? group + "_ordered" : group,
                      message.get("topic"),
                      message.get("body"))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void arrived(String group, Message message) {
    deliveries.add(new Delivery(group, message.getTopic(), new String(message.getBody(), UTF_8)));
  }

  /**
   * Waits until each was given everything.
   *
   * @param promised the bodies that must come, by topic
   * @param patience for all together
   * @return for each group how much is missing; empty when nothing is
   */
  Map<String, String> missing(Map<String, Set<String>> promised, Duration patience)
      throws InterruptedException {
    Map<String, Set<String>> missing = new TreeMap<>();
    TOPICS.forEach(
        (group, topics) -> {
          Set<String> open = new LinkedHashSet<>();
          topics.forEach(topic -> open.addAll(promised.getOrDefault(topic, Set.of())));
          missing.put(group, open);
        });
    long deadline = System.nanoTime() + patience.toNanos();
    while (missing.values().stream().anyMatch(open -> !open.isEmpty())) {
      Delivery next = deliveries.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        break;
      }
      note(next);
      missing.get(next.group).remove(next.body);
    }
    Map<String, String> told = new TreeMap<>();
    missing.forEach(
        (group, open) -> {
          if (!open.isEmpty()) {
            told.put(
                group, "%d, such as %s".formatted(open.size(), open.stream().limit(3).toList()));
          }
        });
    return told;
  }

  /** What each was given so far, each body once and in the order of its first delivery. */
  Map<String, Map<String, Set<String>>> received() {
    for (Delivery next = deliveries.poll(); next != null; next = deliveries.poll()) {
      note(next);
    }
    return received;
  }

  private void note(Delivery delivery) {
    received
        .computeIfAbsent(delivery.group, group -> new LinkedHashMap<>())
        .computeIfAbsent(delivery.topic, topic -> new LinkedHashSet<>())
        .add(delivery.body);
  }

  @Override
  public void close() {
    ending = true;
    official.close();
    remoting.close();
    ons.close();
    clients.forEach(Admin::shutdown);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a reader of messages does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
