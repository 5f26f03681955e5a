package io.openons.tests.interop;

import static io.openons.tests.interop.OfficialProgram.APACHE_4;
import static io.openons.tests.interop.OfficialProgram.APACHE_5;
import static io.openons.tests.interop.OfficialProgram.GRPC;
import static io.openons.tests.interop.OfficialProgram.ONS_1;
import static io.openons.tests.interop.OfficialProgram.ONS_2;
import static io.openons.tests.interop.RemotingPeers.bodies;
import static io.openons.tests.interop.RemotingPeers.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.GroupSettings;
import io.openons.harness.BrokerProcess;
import io.openons.harness.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the clients that are out there work against this broker as they are: those of the remoting
 * protocol, and the ONS client 2, which speaks the first version of gRPC.
 *
 * <p>Method: each client in a process of its own, from its published jars; one of them sends, the
 * same or another one receives.
 *
 * <p>A failure means: users of these clients cannot use the broker, or not as they are used to.
 */
@Timeout(900)
@ExtendWith(RemotingPeers.class)
class RemotingClientsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final boolean ALL = Boolean.getBoolean("ons.test.all");

  private final String topic = "topic-" + NAMES.incrementAndGet();
  private final String group = "GID_" + NAMES.incrementAndGet();

  /** For clients that leave it to the broker how soon a message comes again. */
  private void retrySoon() {
    RemotingPeers.broker()
        .configureGroup(group, new GroupSettings(false, 17, List.of(Duration.ofMillis(100))));
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void a_push_consumer_gets_a_message_as_it_was_sent(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic);

    var sent =
        client.ask(
            "send",
            "topic",
            topic,
            "tag",
            "paid",
            "keys",
            "order-1",
            "property.colour",
            "blau",
            "property.größe",
            "Ω ≈ 🚀",
            "body",
            "hello, wörld 🚀");

    var message = client.nextMessage(topic);
    assertThat(message.get("id")).isEqualTo(sent.get("id"));
    assertThat(message.get("tag")).isEqualTo("paid");
    assertThat(message.get("keys")).isEqualTo("order-1");
    assertThat(message.get("body")).isEqualTo("hello, wörld 🚀");
    assertThat(message.number("attempt")).isEqualTo(1);
    assertThat(message.below("property."))
        .containsEntry("colour", "blau")
        .containsEntry("größe", "Ω ≈ 🚀");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void sends_of_every_way_arrive_and_tags_filter(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "filter", "paid || batch");
    client.ask("send", "topic", topic, "tag", "lost", "body", "never");
    client.ask("send", "topic", topic, "tag", "paid", "body", "sync");
    client.ask("send", "topic", topic, "tag", "paid", "body", "async", "way", "async");
    client.ask("send", "topic", topic, "tag", "paid", "body", "oneway", "way", "oneway");
    var expected = new ArrayList<>(List.of("sync", "async", "oneway"));
    if (program != ONS_1 && program != ONS_2) {
      client.ask("batch", "topic", topic, "count", "3");
      expected.addAll(List.of("body-0", "body-1", "body-2"));
    }

    assertThat(bodies(client, topic, expected.size()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void thousands_of_bodies_with_every_byte_arrive_as_they_are(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "every-byte", "2000");

    client.ask("every-byte", "topic", topic, "count", "2000");

    var all = client.nextMessage(topic);
    assertThat(all.number("received")).isEqualTo(2000);
    assertThat(all.number("wrong")).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_2"})
  void a_body_that_the_client_compresses_arrives_at_each_client(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic);
    client(GRPC)
        .ask("push", "topic", topic, "group", group + "-grpc", "filter", "*", "failures", "0");

    client.ask("send", "topic", topic, "body", "long ", "times", "20000");

    assertThat(client.nextMessage(topic).number("length")).isEqualTo(100_000);
    assertThat(client(GRPC).nextMessage(topic).get("body")).isEqualTo("long ".repeat(20_000));
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5"})
  void a_message_is_viewed_by_the_id_that_the_send_returned(OfficialProgram program)
      throws Exception {
    var client = client(program);
    var sent = client.ask("send", "topic", topic, "body", "look at me");

    assertThat(client.ask("view", "topic", topic, "id", sent.get("offsetId")).get("body"))
        .isEqualTo("look at me");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_2"})
  void a_message_that_fails_comes_again_with_its_attempts_counted(OfficialProgram program)
      throws Exception {
    var client = client(program);
    retrySoon();
    client.ask("push", "group", group, "topic", topic, "fail", "1");
    client.ask("send", "topic", topic, "tag", "paid", "body", "again");

    assertThat(client.nextMessage(topic).number("attempt")).isEqualTo(1);
    var again = client.nextMessage(topic);
    assertThat(again.number("attempt")).isEqualTo(2);
    assertThat(again.get("tag")).isEqualTo("paid");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void a_message_that_fails_too_often_is_a_dead_letter_that_a_grpc_client_reads(
      OfficialProgram program) throws Exception {
    Assumptions.assumeTrue(ALL || program != ONS_1, "its delay is 10 s and cannot be set");
    client(GRPC)
        .ask(
            "push",
            "topic",
            "%DLQ%" + group,
            "group",
            group + "-dead",
            "filter",
            "*",
            "failures",
            "0");
    retrySoon();
    client(program).ask("push", "group", group, "topic", topic, "fail", "9", "most", "1");
    client(program).ask("send", "topic", topic, "body", "hopeless");

    assertThat(client(GRPC).nextMessage("%DLQ%" + group).get("body")).isEqualTo("hopeless");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5"})
  void a_delay_level_and_a_delivery_time_hold_a_message_back(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic);
    long begin = System.nanoTime();
    client.ask("send", "topic", topic, "body", "by level", "level", "1");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("by level");
    assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);

    begin = System.nanoTime();
    client(ONS_1).ask("send", "topic", topic, "body", "by time", "delay", "1000");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("by time");
    assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void ordered_messages_keep_their_order_while_consumers_come_and_go(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "ordered", "true", "name", "stays");
    for (int i = 0; i < 120; i++) {
      if (i == 40) {
        client.ask("push", "group", group, "topic", topic, "ordered", "true", "name", "comes");
      }
      if (i == 80) {
        client.ask("stop", "name", "comes");
      }
      client.ask(
          "send",
          "topic",
          topic,
          "way",
          "ordered",
          "shard",
          "shard-" + i % 5,
          "body",
          "%d:%03d".formatted(i % 5, i));
    }

    // Each once; what came a second time, while a queue changed hands, came in order, too.
    var seen = new LinkedHashSet<String>();
    while (seen.size() < 120) {
      var message = client.nextMessage(topic);
      assertThat(message.number("atOnce")).isEqualTo(1);
      seen.add(message.get("body"));
    }
    for (int shard = 0; shard < 5; shard++) {
      var prefix = shard + ":";
      assertThat(seen.stream().filter(body -> body.startsWith(prefix)).toList())
          .hasSize(24)
          .isSorted();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void transactions_are_committed_rolled_back_and_asked_for(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic);
    client.ask("transaction", "topic", topic, "body", "rolled back", "then", "rollback");
    client.ask("transaction", "topic", topic, "body", "committed", "then", "commit");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("committed");

    Assumptions.assumeTrue(ALL || program != ONS_1, "it is asked after half a minute");
    client.ask("transaction", "topic", topic, "body", "forgotten", "then", "nothing");
    var question = client.nextMessage(topic);
    assertThat(question.get("checked")).isEqualTo("commit");
    assertThat(question.get("body")).isEqualTo("forgotten");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("forgotten");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void another_producer_of_the_group_is_asked_when_the_sender_is_gone(OfficialProgram program)
      throws Exception {
    Assumptions.assumeTrue(ALL || program != ONS_1, "it is asked after half a minute");
    var client = client(program);
    client.ask("push", "group", group, "topic", topic);
    client.ask("producer", "group", "PID_" + group, "name", "stays");
    if (program == APACHE_5 || program == ONS_2) {
      // These know no broker until they have sent.
      client.ask("transaction", "topic", topic + "-other", "body", "hello", "then", "commit");
    }
    client.ask("producer", "group", "PID_" + group, "name", "goes");
    client.ask("transaction", "topic", topic, "body", "left behind", "then", "nothing");
    client.ask("stop", "name", "producergoes");
    client.ask("producer", "group", "GID_" + program);

    Line question = client.nextMessage(topic);
    while (!"stays".equals(question.values().get("producer"))) {
      // The sender may have been asked before it went.
      assertThat(question.get("body")).isEqualTo("left behind");
      if (question.values().containsKey("consumer")) {
        return;
      }
      question = client.nextMessage(topic);
    }
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("left behind");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void every_consumer_gets_a_message_that_is_broadcast(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "broadcast", "true", "name", "a");
    client.ask("push", "group", group, "topic", topic, "broadcast", "true", "name", "b");

    var got = new TreeSet<String>();
    while (got.size() < 2) {
      // Those that begin at the end of the queues miss what came before they knew it.
      client.ask("send", "topic", topic, "body", "to all");
      client
          .messageWithin(topic, Duration.ofMillis(500))
          .ifPresent(message -> got.add(message.get("consumer")));
    }

    assertThat(got).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void sql_filters_by_properties(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "sql", "price > 10 AND colour = 'red'");
    client.ask(
        "send", "topic", topic, "body", "cheap", "property.price", "5", "property.colour", "red");
    client.ask(
        "send", "topic", topic, "body", "dear", "property.price", "50", "property.colour", "red");

    assertThat(client.nextMessage(topic).get("body")).isEqualTo("dear");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1"})
  void messages_are_pulled_from_queues_of_ones_own_choice(OfficialProgram program)
      throws Exception {
    Assumptions.assumeTrue(ALL || program != ONS_1, "it waits 20 s in a queue that is empty");
    var client = client(program);
    for (int i = 0; i < 8; i++) {
      client.ask("send", "topic", topic, "body", "message " + i);
    }

    client.ask("pull", "group", group, "topic", topic, "count", "8");

    assertThat(bodies(client, topic, 8)).hasSize(8).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5"})
  void lite_pull_consumers_share_the_queues(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("lite-pull", "group", group, "topic", topic, "name", "lite");
    client.ask("send", "topic", topic, "body", "one");
    client.ask("send", "topic", topic, "body", "two");

    assertThat(bodies(client, topic, 2)).containsExactlyInAnyOrder("one", "two");
    client.ask("stop", "name", "lite");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5"})
  void a_request_gets_its_reply(OfficialProgram program) throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "reply", "42");

    assertThat(client.ask("request", "topic", topic, "body", "how much?").get("body"))
        .isEqualTo("42");
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "APACHE_5", "ONS_1", "ONS_2"})
  void two_consumers_share_the_queues_and_the_one_that_stays_takes_over(OfficialProgram program)
      throws Exception {
    var client = client(program);
    client.ask("push", "group", group, "topic", topic, "name", "stays");
    client.ask("push", "group", group, "topic", topic, "name", "leaves");
    var consumers = new TreeSet<String>();
    while (consumers.size() < 2) {
      client.ask("send", "topic", topic, "body", "to one of both");
      consumers.add(client.nextMessage(topic).get("consumer"));
    }

    client.ask("stop", "name", "leaves");
    var expected = new TreeSet<String>();
    for (int i = 0; i < 8; i++) {
      client.ask("send", "topic", topic, "body", "to the other " + i);
      expected.add("to the other " + i);
    }

    var got = new TreeSet<String>();
    while (!got.containsAll(expected)) {
      got.add(client.nextMessage(topic).get("body"));
    }
  }

  /** Other clients tell of their end by that of their connection, and share out queues. */
  @Test
  @TriedWith(ONS_2)
  void what_a_killed_consumer_of_leases_had_comes_again_in_half_a_minute(@TempDir Path folder)
      throws Exception {
    Assumptions.assumeTrue(ALL, "it takes half a minute");
    var program = ONS_2;
    var endpoint = RemotingPeers.broker().endpoint(program.protocol());
    try (var killed = new OfficialClient(program, folder, endpoint, true)) {
      killed.ask("push", "group", group, "topic", topic, "hold", "true");
      client(program).ask("send", "topic", topic, "body", "left behind");
      assertThat(killed.nextMessage(topic).number("attempt")).isEqualTo(1);
    }
    long begin = System.nanoTime();
    client(program).ask("push", "group", group, "topic", topic);

    var message = client(program).nextMessage(topic);

    assertThat(message.get("body")).isEqualTo("left behind");
    assertThat(message.number("attempt")).isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  @TriedWith({APACHE_4, APACHE_5, ONS_1, ONS_2})
  void every_client_goes_on_when_the_broker_was_killed_and_came_back(@TempDir Path data)
      throws Exception {
    int port = FreePorts.adjacent(1);
    var launch =
        BrokerProcess.Launch.shortLived(
            data.resolve("data"),
            data.resolve("log"),
            List.of("--remoting-port", String.valueOf(port), "--new-groups-start-at", "earliest"));
    // The older ones wait 30 s for answers that were lost with the connection.
    var programs = ALL ? List.of(APACHE_4, APACHE_5, ONS_1, ONS_2) : List.of(APACHE_5, ONS_2);
    var broker = BrokerProcess.start(launch, 0);
    try {
      for (var program : programs) {
        var client = client(program);
        client.ask(
            "connect", "endpoint", program == ONS_2 ? broker.endpoint() : "127.0.0.1:" + port);
        client.ask("producer", "group", "PID_" + group, "name", "killed");
        client.ask("push", "group", group + program, "topic", topic + program, "name", "killed");
        client.ask("send", "topic", topic + program, "body", "before");
        assertThat(client.nextMessage(topic + program).get("body")).isEqualTo("before");
      }

      var killed = ProcessHandle.of(broker.pid()).orElseThrow();
      killed.destroyForcibly();
      killed.onExit().join();
      broker = broker.restart();

      for (var program : programs) {
        var client = client(program);
        client.ask("send", "topic", topic + program, "body", "after");
        var got = client.nextMessage(topic + program).get("body");
        while (!got.equals("after")) {
          got = client.nextMessage(topic + program).get("body");
        }
      }
    } finally {
      for (var program : programs) {
        var client = client(program);
        client.ask("stop", "name", "killed");
        client.ask("stop", "name", "producerkilled");
        client.ask("connect", "endpoint", RemotingPeers.broker().endpoint(program.protocol()));
        client.ask("producer", "group", "GID_" + program);
      }
      broker.close();
    }
  }
}
