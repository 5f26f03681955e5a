package io.openons.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.harness.BrokerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: under sync flush a message whose send returned is never lost. Method: senders at full
 * speed, the broker's process is killed by SIGKILL at a random moment and started again, several
 * times; in the end all is read. A failure means that the broker answered before the message was
 * safe.
 */
class KillTest {
  private static final int ROUNDS = 5;
  private static final int SENDERS = 8;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLostWhenTheBrokerIsKilledUnderLoad() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    BrokerProcess broker = BrokerProcess.start(launch(), 0);
    try (Producer producer = ONSFactory.createProducer(properties(broker))) {
      producer.start();
      for (int round = 0; round < ROUNDS; round++) {
        killUnderLoad(broker, producer, acknowledged, 200 + random.nextInt(1500));
        broker = broker.restart();
      }
      assertThat(consume(broker, acknowledged))
          .as("acknowledged messages that were never delivered, seed %d", seed)
          .isEmpty();
    } finally {
      broker.close();
    }
  }

  private BrokerProcess.Launch launch() {
    return new BrokerProcess.Launch(
        Optional.empty(),
        folder.resolve("data"),
        folder.resolve("broker.log"),
        List.of("--flush-mode", "sync", "--new-groups-start-at", "earliest"));
  }

  /**
   * Lets senders run until a number of sends have returned, kills the broker, and waits for the
   * senders' end.
   */
  private static void killUnderLoad(
      BrokerProcess broker, Producer producer, Set<String> acknowledged, int sends)
      throws Exception {
    Semaphore returned = new Semaphore(0);
    AtomicBoolean ended = new AtomicBoolean();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender =
          new Thread(() -> sendUntil(ended, producer, acknowledged, returned), "sender-" + i);
      senders.add(sender);
      sender.start();
    }
    assertThat(returned.tryAcquire(sends, DEADLINE.toSeconds(), TimeUnit.SECONDS))
        .as("%d sends return", sends)
        .isTrue();
    ProcessHandle process = ProcessHandle.of(broker.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    ended.set(true);
    for (Thread sender : senders) {
      sender.join(DEADLINE.toMillis());
      assertThat(sender.isAlive()).as("%s hangs", sender.getName()).isFalse();
    }
  }

  private static void sendUntil(
      AtomicBoolean ended, Producer producer, Set<String> acknowledged, Semaphore returned) {
    while (!ended.get()) {
      String body = Thread.currentThread().getName() + "-" + System.nanoTime();
      try {
        producer.send(new Message("kills", "tag", body.getBytes(StandardCharsets.UTF_8)));
        acknowledged.add(body);
        returned.release();
      } catch (ONSClientException refused) {
        // Not acknowledged: whether the broker stored it is open.
        assertThat(refused).hasMessageContaining("kills");
      }
    }
  }

  /** Reads until all expected messages have come; returns what did not come by the deadline. */
  private static Set<String> consume(BrokerProcess broker, Set<String> expected)
      throws InterruptedException {
    Set<String> missing = ConcurrentHashMap.newKeySet();
    missing.addAll(expected);
    CountDownLatch all = new CountDownLatch(1);
    Properties properties = properties(broker);
    properties.put(PropertyKeyConst.GROUP_ID, "GID_reader");
    try (Consumer consumer = ONSFactory.createConsumer(properties)) {
      consumer.subscribe(
          "kills",
          "*",
          (message, context) -> {
            missing.remove(new String(message.getBody(), StandardCharsets.UTF_8));
            if (missing.isEmpty()) {
              all.countDown();
            }
            return Action.CommitMessage;
          });
      consumer.start();
      return all.await(DEADLINE.toSeconds(), TimeUnit.SECONDS) ? Set.of() : missing;
    }
  }

  private static Properties properties(BrokerProcess broker) {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.NAMESRV_ADDR, broker.endpoint());
    properties.put(PropertyKeyConst.AccessKey, "any");
    properties.put(PropertyKeyConst.SecretKey, "any");
    properties.put(PropertyKeyConst.SendMsgTimeoutMillis, "1000");
    return properties;
  }
}
