package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.harness.BrokerProcess;
import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what ends on one side, the other side goes on from. A failure means that somebody has to
 * restart programs at night.
 */
@Timeout(600)
class FailoverTest {
  @TempDir private Path folder;

  private static Consumer consumer(String address, String group, String tags, Seen<Message> seen) {
    Consumer consumer = ONSFactory.createConsumer(SdkFixture.propertiesOf(address, group));
    consumer.subscribe(
        "Failover",
        tags,
        (message, context) -> {
          seen.add(message);
          return Action.CommitMessage;
        });
    consumer.start();
    return consumer;
  }

  private static Producer producer(String address) {
    Producer producer = ONSFactory.createProducer(SdkFixture.propertiesOf(address, "GID_producer"));
    producer.start();
    return producer;
  }

  private OnsBroker broker(Path data, int port) {
    return OnsBroker.builder()
        .dataDir(data)
        .grpcPort(port)
        .newGroupsStartAt(StartPosition.EARLIEST)
        .start();
  }

  @Test
  @Tag("F-016")
  void clients_of_two_addresses_go_on_with_the_second_when_the_first_ends() {
    Seen<Message> seen = new Seen<>();
    try (OnsBroker second = broker(folder.resolve("second"), 0)) {
      OnsBroker first = broker(folder.resolve("first"), 0);
      String both = first.endpoint() + ";" + second.endpoint();
      try (Consumer consumer = consumer(both, "GID_failover", "*", seen);
          Producer producer = producer(both)) {
        producer.send(message("Failover", "to the first"));
        assertThat(body(seen.next())).isEqualTo("to the first");

        first.close();

        producer.send(message("Failover", "to the second"));
        assertThat(body(seen.next())).isEqualTo("to the second");
        assertThat(consumer.isStarted()).isTrue();
      } finally {
        first.close();
      }
    }
  }

  @Test
  @Tag("F-093")
  void a_delayed_message_comes_at_its_time_although_the_broker_was_restarted_meanwhile() {
    Seen<Message> seen = new Seen<>();
    OnsBroker before = broker(folder, 0);
    String address = before.endpoint();
    int port = before.grpcPort();
    try (Consumer consumer = consumer(address, "GID_failover", "*", seen);
        Producer producer = producer(address)) {
      assertThat(consumer.isStarted()).isTrue();
      Message message = message("Failover", "later");
      long due = System.currentTimeMillis() + 6_000;
      message.setStartDeliverTime(due);
      producer.send(message);

      before.close();
      try (OnsBroker after = broker(folder, port)) {
        assertThat(after.endpoint()).isEqualTo(address);
        assertThat(System.currentTimeMillis()).as("restarted before it is due").isLessThan(due);

        assertThat(body(seen.next())).isEqualTo("later");
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(due);
      }
    } finally {
      before.close();
    }
  }

  @Test
  @Tag("F-073")
  void what_a_consumer_had_when_it_was_killed_goes_to_another_one_that_joined() throws Exception {
    Seen<Message> seen = new Seen<>();
    try (OnsBroker broker = broker(folder.resolve("data"), 0);
        Producer producer = producer(broker.endpoint())) {
      Process doomed =
          new ProcessBuilder(
                  JavaCommand.executable(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StuckConsumer.class.getName(),
                  broker.endpoint(),
                  "GID_failover",
                  "Failover")
              .redirectError(folder.resolve("err").toFile())
              .start();
      try (BufferedReader out = doomed.inputReader(UTF_8)) {
        assertThat(out.readLine()).as(() -> read(folder.resolve("err"))).isEqualTo("ready");
        List<String> sent = IntStream.range(0, 100).mapToObj(i -> "" + i).toList();
        for (String body : sent) {
          producer.send(message("Failover", body));
        }
        assertThat(out.readLine()).as("a message that it never finishes").isIn(sent);

        try (Consumer other = consumer(broker.endpoint(), "GID_failover", "*", seen)) {
          assertThat(other.isStarted()).isTrue();
          doomed.destroyForcibly().waitFor(Patience.SECONDS, TimeUnit.SECONDS);

          Set<String> received = new TreeSet<>();
          while (received.size() < sent.size()) {
            received.add(body(seen.next()));
          }
          assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
        }
      } finally {
        doomed.destroyForcibly();
      }
    }
  }

  @Test
  @Tag("F-061")
  void members_of_a_group_that_subscribe_differently_are_named_in_the_log_of_the_broker()
      throws Exception {
    Path log = folder.resolve("broker.log");
    BrokerProcess.Launch launch =
        BrokerProcess.Launch.shortLived(folder.resolve("data"), log, List.of());
    try (BrokerProcess broker = BrokerProcess.start(launch, 0);
        Consumer blue = consumer(broker.endpoint(), "GID_mixed", "blue", new Seen<>());
        Consumer red = consumer(broker.endpoint(), "GID_mixed", "red", new Seen<>())) {
      assertThat(List.of(blue, red)).allMatch(Consumer::isStarted);

      long deadline = System.nanoTime() + Patience.LONG.toNanos();
      while (!read(log).contains("different subscriptions") && System.nanoTime() < deadline) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }

      assertThat(read(log))
          .contains("different subscriptions in group GID_mixed to topic Failover")
          .contains("'blue'")
          .contains("'red'");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
