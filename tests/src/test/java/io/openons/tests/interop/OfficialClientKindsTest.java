package io.openons.tests.interop;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: ordered, delayed and transaction messages and dead letters work with the official RocketMQ
 * 5 Java client as it is, and so do SQL filters.
 *
 * <p>Method: the published client in a process of its own; a broker that asks for open transactions
 * each second.
 *
 * <p>A failure means: users of that client cannot use these kinds of messages, or not as they are
 * used to.
 */
@Timeout(600)
@TriedWith(OfficialProgram.GRPC)
class OfficialClientKindsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private static OnsBroker broker;
  private static OfficialClient client;

  private final String topic = "kinds-" + NAMES.incrementAndGet();
  private final String group = "group-" + NAMES.incrementAndGet();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    broker =
        OnsBroker.builder()
            .newGroupsStartAt(StartPosition.EARLIEST)
            .transactionChecks(AT_ONCE, AT_ONCE, 100)
            .start();
    client = new OfficialClient(folder, broker.endpoint(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    broker.close();
  }

  @Test
  void two_push_consumers_of_a_group_keep_the_order_of_each_message_group() throws Exception {
    configure(true, 17);
    push(topic, 0);
    push(topic, 0);
    produce();
    var count = 10;
    for (var number = 0; number < count; number++) {
      for (var messageGroup : List.of("a", "b", "c")) {
        sendOf(messageGroup, messageGroup + number);
      }
    }

    var received = receive(3 * count);

    assertThat(
            received.stream()
                .collect(
                    groupingBy(
                        message -> message.get("messageGroup"),
                        mapping(message -> message.get("body"), toList()))))
        .hasSize(3)
        .allSatisfy(
            (messageGroup, bodies) ->
                assertThat(bodies)
                    .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> messageGroup + i).toList()));
  }

  @Test
  void a_message_that_an_ordered_listener_fails_on_is_tried_again_before_those_behind_it()
      throws Exception {
    configure(true, 17);
    produce();
    sendOf("a", "a1");
    sendOf("a", "a2");

    push(topic, 1);

    assertThat(receive(4))
        .extracting(message -> message.get("body") + " " + message.get("attempt"))
        .containsExactly("a1 1", "a1 2", "a2 1", "a2 2");
  }

  @Test
  void an_ordered_listener_that_always_fails_leaves_a_dead_letter_and_goes_on() throws Exception {
    configure(true, 2);
    produce();
    sendOf("a", "a1");
    sendOf("a", "a2");

    push(topic, 99);

    assertThat(receive(4))
        .extracting(message -> message.get("body"))
        .containsExactly("a1", "a1", "a2", "a2");
    assertDeadLetters("a1", "a2");
  }

  @Test
  void a_listener_that_always_fails_leaves_a_dead_letter() throws Exception {
    configure(false, 2);
    produce();
    push(topic, 99);

    client.ask("send", "topic", topic, "body", "poison");

    assertThat(receive(2)).extracting(message -> message.number("attempt")).containsExactly(1, 2);
    assertDeadLetters("poison");
  }

  @Test
  void a_simple_consumer_gets_the_next_message_of_a_message_group_after_the_acknowledgement()
      throws Exception {
    produce();
    sendOf("a", "a1");
    sendOf("a", "a2");
    sendOf("b", "b1");
    client.ask("simple", "group", group, "topic", topic, "filter", "*", "await", "3");

    assertThat(simpleReceive()).isEqualTo(2);
    var ids = new HashMap<String, String>();
    receive(2).forEach(message -> ids.put(message.get("body"), message.get("id")));
    assertThat(ids).containsOnlyKeys("a1", "b1");
    client.ask("ack", "id", ids.get("a1"));

    assertThat(simpleReceive()).isEqualTo(1);
    assertThat(receive(1).get(0).get("body")).isEqualTo("a2");
  }

  @Test
  void consumers_get_only_the_messages_that_their_sql_filter_lets_through() throws Exception {
    var filter = "amount > 10 AND colour IN ('blau', 'rot')";
    produce();
    client.ask(
        "push",
        "group",
        group,
        "topic",
        topic,
        "filter",
        filter,
        "language",
        "SQL92",
        "failures",
        "0");
    sendPaint("5", "blau", "cheap");
    sendPaint("20", "grün", "green");
    sendPaint("20", "rot", "red");

    assertThat(receive(1).get(0).get("body")).isEqualTo("red");
    client.ask(
        "simple",
        "group",
        group + "-simple",
        "topic",
        topic,
        "filter",
        filter,
        "language",
        "SQL92",
        "await",
        "1");
    assertThat(simpleReceive()).isEqualTo(1);
    assertThat(receive(1).get(0).get("body")).isEqualTo("red");
  }

  @Test
  void a_delayed_message_comes_at_its_time_and_a_recalled_one_never() throws Exception {
    produce();
    push(topic, 0);
    var time = Instant.now().plusSeconds(4);
    var recalled = sendAt(time.minusSeconds(1), "recalled");
    sendAt(time, "delayed");

    var answer = client.ask("recall", "topic", topic, "handle", recalled.get("recall"));

    assertThat(answer.get("id")).isEqualTo(recalled.get("id"));
    assertThat(receive(1).get(0).get("body")).isEqualTo("delayed");
    assertThat(Instant.now()).isAfterOrEqualTo(time);
  }

  @Test
  void a_message_is_delivered_when_its_transaction_is_committed_and_not_otherwise()
      throws Exception {
    produce();
    push(topic, 0);

    transaction("rolled back", "rollback");
    transaction("committed", "commit");

    assertThat(receive(1).get(0).get("body")).isEqualTo("committed");
  }

  @Test
  void a_producer_that_is_asked_may_answer_later() throws Exception {
    client.ask("producer", "topic", topic, "checks", "unknown,unknown,commit");
    push(topic, 0);

    transaction("hello", "nothing");

    assertThat(receive(4))
        .extracting(message -> message.values().getOrDefault("checked", "delivered"))
        .containsExactly("unknown", "unknown", "commit", "delivered");
  }

  @Test
  void a_producer_that_is_asked_may_roll_back() throws Exception {
    client.ask("producer", "topic", topic, "checks", "rollback,commit");
    push(topic, 0);

    transaction("hello", "nothing");
    assertThat(receive(1).get(0).get("checked")).isEqualTo("rollback");
    transaction("another", "nothing");

    assertThat(receive(2))
        .extracting(message -> message.get("body"))
        .containsExactly("another", "another");
  }

  @Test
  void another_producer_answers_for_one_whose_process_was_killed(@TempDir Path folder)
      throws Exception {
    try (var killed = new OfficialClient(folder, broker.endpoint(), false)) {
      killed.ask("producer", "topic", topic);
      killed.ask("transaction", "topic", topic, "body", "inherited", "then", "nothing");
    }
    push(topic, 0);

    client.ask("producer", "topic", topic, "checks", "commit");

    var received = receive(2);
    assertThat(received.get(0).get("checked")).isEqualTo("commit");
    assertThat(received.get(1).get("body")).isEqualTo("inherited");
  }

  /** Sets how the group consumes, and that it waits 100 ms before it tries again. */
  private void configure(boolean ordered, int maxAttempts) {
    broker.configureGroup(
        group, new GroupSettings(ordered, maxAttempts, List.of(Duration.ofMillis(100))));
  }

  private void produce() throws InterruptedException {
    client.ask("producer", "topic", topic);
  }

  private void sendOf(String messageGroup, String body) throws InterruptedException {
    client.ask("send", "topic", topic, "messageGroup", messageGroup, "body", body);
  }

  private void sendPaint(String amount, String colour, String body) throws InterruptedException {
    client.ask(
        "send", "topic", topic, "property.amount", amount, "property.colour", colour, "body", body);
  }

  private Line sendAt(Instant time, String body) throws InterruptedException {
    var millis = String.valueOf(time.toEpochMilli());
    return client.ask("send", "topic", topic, "deliverAt", millis, "body", body);
  }

  private void transaction(String body, String then) throws InterruptedException {
    client.ask("transaction", "topic", topic, "body", body, "then", then);
  }

  private void push(String from, int failures) throws InterruptedException {
    client.ask(
        "push",
        "group",
        from.equals(topic) ? group : group + "-people",
        "topic",
        from,
        "filter",
        "*",
        "failures",
        String.valueOf(failures));
  }

  private int simpleReceive() throws InterruptedException {
    return client.ask("receive", "max", "16", "seconds", "30").number("count");
  }

  private List<Line> receive(int count) throws InterruptedException {
    var received = new ArrayList<Line>();
    while (received.size() < count) {
      received.add(client.nextMessage(topic));
    }
    return received;
  }

  private void assertDeadLetters(String... bodies) throws InterruptedException {
    var deadLetters = "%DLQ%" + group;
    push(deadLetters, 0);
    var received = new ArrayList<String>();
    while (received.size() < bodies.length) {
      received.add(client.nextMessage(deadLetters).get("body"));
    }
    assertThat(received).containsExactlyInAnyOrder(bodies);
  }
}
