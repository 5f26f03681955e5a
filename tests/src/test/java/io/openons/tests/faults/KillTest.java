package io.openons.tests.faults;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.openons.broker.testing.Pulled;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Received;
import io.openons.harness.BrokerProcess;
import io.openons.harness.FreePorts;
import io.openons.harness.Patience;
import io.openons.proto.v2.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: under sync flush the broker keeps every promise that it made by an answer, whenever it is
 * killed, and its consumers get everything soon. Method: senders of every kind of messages and
 * consumers of every protocol at full speed, some of which live through all of it; the broker's
 * process is killed by SIGKILL at a random moment, now and then at its first, and started again,
 * many times; in the end it is left in peace. A failure means that the broker answered before a
 * message, a decision or a recall was safe, did something twice, or holds back what a living
 * consumer waits for.
 *
 * <p>{@code ./dev test --all} kills it 100 times, {@code -Dons.kill.rounds} as often as it says;
 * {@code -Dons.kill.seed} chooses the moments of a run that failed.
 */
class KillTest {
  private static final int ROUNDS =
      Integer.getInteger("ons.kill.rounds", Boolean.getBoolean("ons.test.all") ? 100 : 10);
  private static final long SEED = Long.getLong("ons.kill.seed", System.nanoTime());
  private static final int MOST_PROMISES = 150;
  private static final int QUEUES = 4;
  private static final Duration DEADLINE = Patience.LONG;

  /**
   * In this time after the last kill, consumers that lived have everything. This is the promise.
   */
  private static final Duration QUIET = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final int remotingPort = FreePorts.adjacent(1);
  private final Promises promises = new Promises();
  private final KillLoad load = new KillLoad(promises);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void every_promise_is_kept_when_the_broker_is_killed_under_load() throws Exception {
    BrokerProcess first = BrokerProcess.start(launch(), 0);
    int port = Integer.parseInt(first.endpoint().replaceAll(".*:", ""));
    try (LivingConsumers living =
        new LivingConsumers(
            first.endpoint(), remoting(), Files.createDirectory(folder.resolve("official")))) {
      first.close();
      for (int round = 0; round < ROUNDS; round++) {
        killUnderLoad(port, round % 5 == 4 ? 0 : random.nextInt(MOST_PROMISES));
      }

      try (BrokerProcess broker = BrokerProcess.start(launch(), port);
          RawClient client = new RawClient(broker.endpoint(), "reader")) {
        decideSomeOfTheOpen(client);
        load.sendLastDelayed(client);
        load.sendLastByOns(living.ons());
        assertThat(living.missing(promises.toDeliver(), QUIET))
            .as("not delivered to consumers that live, within %s, seed %d", QUIET, SEED)
            .isEmpty();
        Map<String, List<String>> delivered = consume(client, "GID_after", promises.toDeliver());
        assertNothingIsLost(delivered, promises.toDeliver().keySet());
        assertNothingElseCame(delivered.values());
        assertOrdered(delivered.get(KillLoad.ORDERED));
        for (String topic : delivered.keySet()) {
          assertThat(log(client, topic))
              .as("log of %s, seed %d", topic, SEED)
              .doesNotHaveDuplicates();
        }
        living.received().values().forEach(topics -> assertNothingElseCame(topics.values()));
        LivingConsumers.GROUPS_IN_ORDER.forEach(
            group -> assertOrdered(living.received().get(group).get(KillLoad.ORDERED)));
      }
    }
  }

  /** Lets the load run until a number of promises were made, and kills the broker. */
  private void killUnderLoad(int port, int count) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(launch(), port);
        RawClient client = new RawClient(broker.endpoint(), "load")) {
      Semaphore made = promises.count();
      List<CompletableFuture<Void>> running = load.begin(client, remoting(), threads);
      if (!made.tryAcquire(count, DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        fail(
            "%d of %d promises were made within %s, seed %d; the broker's log:%n%s",
            made.availablePermits(),
            count,
            DEADLINE,
            SEED,
            Files.readString(folder.resolve("broker.log")));
      }
      ProcessHandle process = ProcessHandle.of(broker.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private String remoting() {
    return "127.0.0.1:" + remotingPort;
  }

  private BrokerProcess.Launch launch() throws IOException {
    Path resources =
        Files.writeString(
            folder.resolve("resources.json"),
            LivingConsumers.ORDERED_GROUPS.stream()
                .map("\"%s\": {\"ordered\": true}"::formatted)
                .collect(joining(", ", "{\"groups\": {", "}}")));
    return BrokerProcess.Launch.shortLived(
        folder.resolve("data"),
        folder.resolve("broker.log"),
        List.of(
            "--flush-mode",
            "sync",
            "--new-groups-start-at",
            "earliest",
            "--queues",
            "" + QUEUES,
            "--remoting-port",
            "" + remotingPort,
            "--resources",
            resources.toString()));
  }

  /** Half of the transactions that outlived a broker are committed now, the others stay open. */
  private void decideSomeOfTheOpen(RawClient client) {
    int count = promises.open().size() / 2;
    for (int i = 0; i < count; i++) {
      load.commit(client, promises.open().remove());
    }
  }

  /** Takes and acknowledges until all expected messages have come, and what comes with them. */
  private static Map<String, List<String>> consume(
      RawClient client, String group, Map<String, Set<String>> expected) {
    Map<String, List<String>> delivered = new LinkedHashMap<>();
    Instant deadline = Instant.now().plus(DEADLINE);
    for (String topic : expected.keySet()) {
      List<String> bodies = new ArrayList<>();
      Set<String> missing = new HashSet<>(expected.get(topic));
      boolean more = true;
      while ((more || !missing.isEmpty()) && Instant.now().isBefore(deadline)) {
        Received answer =
            client.receive(
                receive(group, topic).setLongPollingTimeout(seconds(missing.isEmpty() ? 0 : 1)));
        more = !answer.messages().isEmpty();
        bodies.addAll(answer.bodies());
        missing.removeAll(answer.bodies());
        acknowledge(client, group, topic, answer);
      }
      delivered.put(topic, bodies);
    }
    return delivered;
  }

  private static void acknowledge(RawClient client, String group, String topic, Received answer) {
    if (!answer.messages().isEmpty()) {
      String[] handles =
          answer.messages().stream()
              .map(message -> message.getSystemProperties().getReceiptHandle())
              .toArray(String[]::new);
      var acknowledged = client.call().ackMessage(ack(group, topic, handles).build());
      assertThat(acknowledged.getStatus().getCode()).isEqualTo(Code.OK);
    }
  }

  private void assertNothingIsLost(Map<String, List<String>> delivered, Set<String> topics) {
    for (String topic : topics) {
      Set<String> missing = new HashSet<>(promises.toDeliver().get(topic));
      missing.removeAll(Set.copyOf(delivered.get(topic)));
      assertThat(missing).as("promised and lost in %s, seed %d", topic, SEED).isEmpty();
    }
  }

  private void assertNothingElseCame(Collection<? extends Collection<String>> delivered) {
    assertThat(delivered.stream().flatMap(Collection::stream))
        .as("rolled back, recalled and open messages, seed %d", SEED)
        .doesNotContainAnyElementsOf(promises.neverToDeliver())
        .doesNotContainAnyElementsOf(promises.open().stream().map(Promises.Open::body).toList());
  }

  private static void assertOrdered(Collection<String> bodies) {
    Map<String, List<Integer>> byKey =
        bodies.stream()
            .map(body -> body.split("/"))
            .collect(
                groupingBy(
                    parts -> parts[0], mapping(parts -> Integer.valueOf(parts[1]), toList())));
    assertThat(byKey)
        .isNotEmpty()
        .allSatisfy(
            (key, numbers) -> assertThat(numbers).as("order of %s, seed %d", key, SEED).isSorted());
  }

  /** Every body in the queues of a topic. */
  private static List<String> log(RawClient client, String topic) {
    List<String> bodies = new ArrayList<>();
    for (int queue = 0; queue < QUEUES; queue++) {
      Pulled page = client.pull(pull("GID_log", topic, queue, 0));
      while (!page.messages().isEmpty()) {
        bodies.addAll(page.bodies());
        page = client.pull(pull("GID_log", topic, queue, page.nextOffset()));
      }
    }
    return bodies;
  }
}
