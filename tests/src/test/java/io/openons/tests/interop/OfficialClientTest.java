package io.openons.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.GroupSettings;
import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: programs written with the official RocketMQ 5 Java client run against the broker as they
 * are.
 *
 * <p>Method: the published client in a process of its own produces and consumes, in plaintext and
 * with TLS on the same port.
 *
 * <p>A failure means: users of that client cannot use the broker, or not as they are used to.
 */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
@Timeout(600)
@TriedWith(OfficialProgram.GRPC)
class OfficialClientTest {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static OnsBroker broker;
  private static OfficialClient client;

  @Parameter boolean tls;

  private final String topic = "topic-" + NAMES.incrementAndGet();
  private final String group = "group-" + NAMES.incrementAndGet();

  @BeforeParameterizedClassInvocation
  static void start(boolean tls, @TempDir Path folder) throws Exception {
    broker = OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).start();
    client = new OfficialClient(folder, broker.endpoint(), tls);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    client.close();
    broker.close();
  }

  @Test
  void a_push_consumer_gets_a_message_as_it_was_sent() throws Exception {
    client.ask("producer", "topic", topic);
    push("*", 0);

    var sent =
        client.ask(
            "send",
            "topic",
            topic,
            "tag",
            "paid",
            "keys",
            "order-1,customer-2",
            "property.colour",
            "blau",
            "property.größe",
            "Ω ≈ 🚀",
            "body",
            "hello, wörld 🚀");

    var message = client.nextMessage(topic);
    assertThat(message.get("id")).isEqualTo(sent.get("id"));
    assertThat(message.get("topic")).isEqualTo(topic);
    assertThat(message.get("tag")).isEqualTo("paid");
    assertThat(message.get("keys").split(",")).containsExactlyInAnyOrder("order-1", "customer-2");
    assertThat(message.below("property."))
        .containsEntry("colour", "blau")
        .containsEntry("größe", "Ω ≈ 🚀");
    assertThat(message.get("body")).isEqualTo("hello, wörld 🚀");
    assertThat(message.number("attempt")).isEqualTo(1);
  }

  @Test
  void a_push_consumer_gets_only_the_tags_it_asks_for() throws Exception {
    client.ask("producer", "topic", topic);
    for (var tag : new String[] {"paid", "shipped", "lost"}) {
      client.ask("send", "topic", topic, "tag", tag, "body", tag);
    }

    push("paid || lost", 0);
    client.ask("send", "topic", topic, "tag", "paid", "body", "the last");

    assertThat(IntStream.range(0, 3).mapToObj(i -> nextBody()))
        .containsExactlyInAnyOrder("paid", "lost", "the last");
  }

  @Test
  void a_push_consumer_gets_every_one_of_many_messages() throws Exception {
    var count = 2_000;
    client.ask("producer", "topic", topic);
    push("*", 0);

    client.ask("flood", "topic", topic, "count", String.valueOf(count));

    var received = new HashSet<String>();
    while (received.size() < count) {
      received.add(nextBody());
    }
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_message_that_the_listener_fails_on_comes_again() throws Exception {
    broker.configureGroup(group, new GroupSettings(false, 17, List.of(Duration.ofMillis(100))));
    client.ask("producer", "topic", topic);
    push("*", 1);

    client.ask("send", "topic", topic, "body", "difficult");

    var first = client.nextMessage(topic);
    var second = client.nextMessage(topic);
    assertThat(first.number("attempt")).isEqualTo(1);
    assertThat(second.number("attempt")).isEqualTo(2);
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.get("topic")).isEqualTo(topic);
    assertThat(second.get("body")).isEqualTo("difficult");
  }

  @Test
  void a_simple_consumer_gets_an_acknowledged_message_once() throws Exception {
    client.ask("producer", "topic", topic);
    client.ask("send", "topic", topic, "body", "hello");
    simple();

    assertThat(receive()).isEqualTo(1);
    client.ask("ack", "id", client.nextMessage(topic).get("id"));

    assertThat(receive()).isZero();
  }

  @Test
  void a_simple_consumer_gets_a_message_again_when_it_gives_the_lease_up() throws Exception {
    client.ask("producer", "topic", topic);
    client.ask("send", "topic", topic, "body", "hello");
    simple();
    receive();
    var first = client.nextMessage(topic);
    assertThat(first.number("attempt")).isEqualTo(1);

    client.ask("change", "id", first.get("id"), "seconds", "1");

    assertThat(receive()).isEqualTo(1);
    var second = client.nextMessage(topic);
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.number("attempt")).isEqualTo(2);
    client.ask("ack", "id", second.get("id"));
  }

  @Test
  void a_simple_consumer_can_prolong_its_lease_and_acknowledge_then() throws Exception {
    client.ask("producer", "topic", topic);
    client.ask("send", "topic", topic, "body", "hello");
    simple();
    receive();
    var message = client.nextMessage(topic);

    client.ask("change", "id", message.get("id"), "seconds", "600");
    client.ask("ack", "id", message.get("id"));

    assertThat(receive()).isZero();
  }

  private void push(String filter, int failures) throws InterruptedException {
    client.ask(
        "push",
        "group",
        group,
        "topic",
        topic,
        "filter",
        filter,
        "failures",
        String.valueOf(failures));
  }

  private void simple() throws InterruptedException {
    client.ask("simple", "group", group, "topic", topic, "filter", "*", "await", "1");
  }

  private int receive() throws InterruptedException {
    return client.ask("receive", "max", "16", "seconds", "30").number("count");
  }

  private String nextBody() {
    try {
      return client.nextMessage(topic).get("body");
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
