package io.openons.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the clients of the remoting protocol that are out there work against this broker as they
 * are, and their messages and those of gRPC clients are the same messages.
 *
 * <p>Method: each client in a process of its own, from its published jars; one of them sends, the
 * same or another one receives.
 *
 * <p>A failure means: users of these clients cannot use the broker, or not as they are used to.
 */
@Timeout(900)
class RemotingClientsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir static Path folder;

  private static OnsBroker broker;
  private static OfficialClient apache4;
  private static OfficialClient ons;
  private static OfficialClient grpc;

  private final String topic = "topic-" + NAMES.incrementAndGet();
  private final String group = "GID_" + NAMES.incrementAndGet();

  @BeforeAll
  static void start() throws Exception {
    broker =
        OnsBroker.builder()
            .newGroupsStartAt(StartPosition.EARLIEST)
            .queuesOfNewTopics(4)
            .transactionChecks(Duration.ofSeconds(1), Duration.ofSeconds(1), 30)
            .start();
    apache4 = client(OfficialProgram.APACHE_4, "remoting");
    ons = client(OfficialProgram.ONS_1, "remoting");
    grpc = client(OfficialProgram.GRPC, "grpc");
    apache4.ask("producer", "group", "PID_apache4");
    ons.ask("producer", "group", "GID_ons");
    grpc.ask("producer", "topic", "warm-up");
  }

  private static OfficialClient client(OfficialProgram program, String protocol) throws Exception {
    return new OfficialClient(
        program,
        Files.createDirectory(folder.resolve(program.name())),
        broker.endpoint(protocol),
        false);
  }

  @AfterAll
  static void stop() {
    for (OfficialClient client : new OfficialClient[] {apache4, ons, grpc}) {
      if (client != null) {
        client.close();
      }
    }
    broker.close();
  }

  private static OfficialClient of(OfficialProgram program) {
    return switch (program) {
      case APACHE_4 -> apache4;
      case ONS_1 -> ons;
      case GRPC -> grpc;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "ONS_1"})
  void a_push_consumer_gets_a_message_as_it_was_sent(OfficialProgram program) throws Exception {
    var client = of(program);
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
  @EnumSource(names = {"APACHE_4", "ONS_1"})
  void messages_cross_to_the_grpc_client_and_back(OfficialProgram program) throws Exception {
    var client = of(program);
    var back = topic + "-back";
    client.ask("push", "group", group, "topic", back);
    grpc.ask("push", "topic", topic, "group", group + "-grpc", "filter", "*", "failures", "0");

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
            "body",
            "to gRPC");
    var there = grpc.nextMessage(topic);
    var returned =
        grpc.ask(
            "send",
            "topic",
            back,
            "tag",
            "paid",
            "keys",
            "order-1",
            "property.colour",
            "blau",
            "body",
            "from gRPC");
    var here = client.nextMessage(back);

    assertThat(List.of(there.get("id"), here.get("id")))
        .containsExactly(sent.get("id"), returned.get("id"));
    assertThat(List.of(there.get("body"), here.get("body")))
        .containsExactly("to gRPC", "from gRPC");
    for (var message : List.of(there, here)) {
      assertThat(message.get("tag")).isEqualTo("paid");
      assertThat(message.get("keys")).isEqualTo("order-1");
      assertThat(message.below("property.")).containsEntry("colour", "blau");
    }
  }

  @Test
  void sends_of_every_way_arrive_and_tags_filter() throws Exception {
    apache4.ask("push", "group", group, "topic", topic, "filter", "paid || batch");
    apache4.ask("send", "topic", topic, "tag", "lost", "body", "never");
    apache4.ask("send", "topic", topic, "tag", "paid", "body", "sync");
    apache4.ask("send", "topic", topic, "tag", "paid", "body", "async", "way", "async");
    apache4.ask("send", "topic", topic, "tag", "paid", "body", "oneway", "way", "oneway");
    apache4.ask("batch", "topic", topic, "count", "3");

    assertThat(bodies(apache4, 6))
        .containsExactlyInAnyOrder("sync", "async", "oneway", "body-0", "body-1", "body-2");
  }

  @Test
  void a_body_that_the_client_compresses_arrives_at_each_client() throws Exception {
    apache4.ask("push", "group", group, "topic", topic);
    grpc.ask("push", "topic", topic, "group", group + "-grpc", "filter", "*", "failures", "0");

    apache4.ask("send", "topic", topic, "body", "long ", "times", "20000");

    assertThat(apache4.nextMessage(topic).number("length")).isEqualTo(100_000);
    assertThat(grpc.nextMessage(topic).get("body")).isEqualTo("long ".repeat(20_000));
  }

  @Test
  void a_message_is_viewed_by_the_id_that_the_send_returned() throws Exception {
    var sent = apache4.ask("send", "topic", topic, "body", "look at me");

    assertThat(apache4.ask("view", "id", sent.get("offsetId")).get("body")).isEqualTo("look at me");
  }

  @Test
  void a_message_that_fails_comes_again_with_its_attempts_counted() throws Exception {
    apache4.ask("push", "group", group, "topic", topic, "fail", "1");
    apache4.ask("send", "topic", topic, "tag", "paid", "body", "again");

    assertThat(apache4.nextMessage(topic).number("attempt")).isEqualTo(1);
    var again = apache4.nextMessage(topic);
    assertThat(again.number("attempt")).isEqualTo(2);
    assertThat(again.get("tag")).isEqualTo("paid");
  }

  @Test
  void a_message_that_fails_too_often_is_a_dead_letter_that_a_grpc_client_reads() throws Exception {
    grpc.ask(
        "push", "topic", "%DLQ%" + group, "group", group + "-dead", "filter", "*", "failures", "0");
    apache4.ask("push", "group", group, "topic", topic, "fail", "9", "most", "1");
    apache4.ask("send", "topic", topic, "body", "hopeless");

    assertThat(grpc.nextMessage("%DLQ%" + group).get("body")).isEqualTo("hopeless");
  }

  @Test
  void a_delay_level_and_a_delivery_time_hold_a_message_back() throws Exception {
    apache4.ask("push", "group", group, "topic", topic);
    long begin = System.nanoTime();
    apache4.ask("send", "topic", topic, "body", "by level", "level", "1");
    assertThat(apache4.nextMessage(topic).get("body")).isEqualTo("by level");
    assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);

    begin = System.nanoTime();
    ons.ask("send", "topic", topic, "body", "by time", "delay", "1000");
    assertThat(apache4.nextMessage(topic).get("body")).isEqualTo("by time");
    assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "ONS_1"})
  void ordered_messages_arrive_in_their_order(OfficialProgram program) throws Exception {
    var client = of(program);
    client.ask("push", "group", group, "topic", topic, "ordered", "true");
    for (int i = 0; i < 20; i++) {
      client.ask(
          "send",
          "topic",
          topic,
          "way",
          "ordered",
          "shard",
          "shard-" + i % 2,
          "body",
          i % 2 + ":" + i);
    }

    var all = bodies(client, 20);

    for (var shard : new String[] {"0:", "1:"}) {
      var ofShard = all.stream().filter(body -> body.startsWith(shard)).toList();
      assertThat(ofShard).hasSize(10);
      assertThat(ofShard.stream().map(body -> Integer.parseInt(body.substring(2))).toList())
          .isSorted();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"APACHE_4", "ONS_1"})
  void transactions_are_committed_rolled_back_and_asked_for(OfficialProgram program)
      throws Exception {
    var client = of(program);
    client.ask("push", "group", group, "topic", topic);
    client.ask("transaction", "topic", topic, "body", "rolled back", "then", "rollback");
    client.ask("transaction", "topic", topic, "body", "committed", "then", "commit");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("committed");

    client.ask("transaction", "topic", topic, "body", "forgotten", "then", "nothing");
    var question = client.nextMessage(topic);
    assertThat(question.get("checked")).isEqualTo("commit");
    assertThat(question.get("body")).isEqualTo("forgotten");
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("forgotten");
  }

  @Test
  void every_consumer_gets_a_message_that_is_broadcast() throws Exception {
    apache4.ask("push", "group", group, "topic", topic, "broadcast", "true", "name", "a");
    apache4.ask("push", "group", group, "topic", topic, "broadcast", "true", "name", "b");

    apache4.ask("send", "topic", topic, "body", "to all");

    assertThat(
            List.of(
                apache4.nextMessage(topic).get("consumer"),
                apache4.nextMessage(topic).get("consumer")))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void sql_filters_by_properties() throws Exception {
    apache4.ask("push", "group", group, "topic", topic, "sql", "price > 10 AND colour = 'red'");
    apache4.ask(
        "send", "topic", topic, "body", "cheap", "property.price", "5", "property.colour", "red");
    apache4.ask(
        "send", "topic", topic, "body", "dear", "property.price", "50", "property.colour", "red");

    assertThat(apache4.nextMessage(topic).get("body")).isEqualTo("dear");
  }

  @Test
  void two_consumers_share_the_queues_and_the_one_that_stays_takes_over() throws Exception {
    apache4.ask("push", "group", group, "topic", topic, "name", "stays");
    apache4.ask("push", "group", group, "topic", topic, "name", "leaves");
    var consumers = new TreeSet<String>();
    while (consumers.size() < 2) {
      apache4.ask("send", "topic", topic, "body", "to one of both");
      consumers.add(apache4.nextMessage(topic).get("consumer"));
    }

    apache4.ask("stop", "name", "leaves");
    for (int i = 0; i < 8; i++) {
      apache4.ask("send", "topic", topic, "body", "to the other " + i);
    }

    assertThat(bodies(apache4, 8)).hasSize(8).doesNotHaveDuplicates();
  }

  private List<String> bodies(OfficialClient client, int count) throws InterruptedException {
    var bodies = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      bodies.add(client.nextMessage(topic).get("body"));
    }
    return bodies;
  }
}
