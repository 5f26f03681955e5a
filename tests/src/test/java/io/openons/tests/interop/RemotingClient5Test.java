package io.openons.tests.interop;

import static io.openons.tests.interop.OfficialProgram.APACHE_4;
import static io.openons.tests.interop.OfficialProgram.APACHE_5;
import static io.openons.tests.interop.OfficialProgram.GRPC;
import static io.openons.tests.interop.OfficialProgram.ONS_1;
import static io.openons.tests.interop.RemotingPeers.bodies;
import static io.openons.tests.interop.RemotingPeers.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what only clients 5.x of the remoting protocol can do works, too: delivery times of their
 * own, recalls, bodies compressed in new ways, and leases instead of shared queues.
 *
 * <p>Method: Apache's client 5.x in a process of its own, with the other clients as peers.
 *
 * <p>A failure means: users of that client lose a feature here that they have with Apache's server.
 */
@Timeout(900)
@ExtendWith(RemotingPeers.class)
@TriedWith(APACHE_5)
class RemotingClient5Test {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String topic = "topic5-" + NAMES.incrementAndGet();
  private final String group = "GID_5_" + NAMES.incrementAndGet();
  private OfficialClient client;

  @BeforeEach
  void use() throws Exception {
    client = client(APACHE_5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds", "millis", "time"})
  void a_message_is_delivered_at_its_time_however_that_is_set(String by) throws Exception {
    client.ask("push", "group", group, "topic", topic);
    long begin = System.nanoTime();

    client.ask("timed", "topic", topic, "body", "later", "by", by, "millis", "1000");

    assertThat(client.nextMessage(topic).get("body")).isEqualTo("later");
    assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);
  }

  @Test
  void a_message_that_is_recalled_does_not_come() throws Exception {
    client.ask("push", "group", group, "topic", topic);
    var sent = client.ask("timed", "topic", topic, "body", "no", "by", "millis", "millis", "2000");
    var recalled = client.ask("recall", "topic", topic, "handle", sent.get("handle"));
    client.ask("timed", "topic", topic, "body", "yes", "by", "millis", "millis", "2500");

    assertThat(recalled.get("id")).isEqualTo(sent.get("id"));
    assertThat(client.nextMessage(topic).get("body")).isEqualTo("yes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZ4", "ZSTD", "ZLIB"})
  void a_body_that_is_compressed_in_any_way_arrives_at_each_client(String type) throws Exception {
    for (var program : new OfficialProgram[] {APACHE_4, APACHE_5, ONS_1}) {
      client(program).ask("push", "group", group + program, "topic", topic);
    }
    client(GRPC)
        .ask("push", "topic", topic, "group", group + "-grpc", "filter", "*", "failures", "0");

    client.ask("compressed", "type", type, "topic", topic, "body", "long ", "times", "4000");

    for (var program : new OfficialProgram[] {APACHE_4, APACHE_5, ONS_1}) {
      assertThat(client(program).nextMessage(topic).number("length"))
          .as(program.name())
          .isEqualTo(20_000);
    }
    assertThat(client(GRPC).nextMessage(topic).get("body")).isEqualTo("long ".repeat(4_000));
  }

  @Test
  void the_trace_of_a_message_is_kept_and_found_by_its_id() throws Exception {
    var sent = client.ask("traced", "group", group, "topic", topic, "body", "watched");

    var traces = client.ask("count", "topic", "RMQ_SYS_TRACE_TOPIC", "key", sent.get("id"));

    assertThat(traces.number("count")).isEqualTo(1);
  }

  @Test
  void consumers_under_leases_share_the_messages_and_get_again_what_failed() throws Exception {
    client.ask("push", "group", group, "topic", topic, "pop", "true", "name", "a", "fail", "1");
    client.ask("push", "group", group, "topic", topic, "pop", "true", "name", "b", "fail", "1");
    for (int i = 0; i < 6; i++) {
      client.ask("send", "topic", topic, "body", "message " + i);
    }

    var first = new TreeSet<String>();
    var second = new TreeSet<String>();
    while (second.size() < 6) {
      var message = client.nextMessage(topic);
      (message.number("attempt") == 1 ? first : second).add(message.get("body"));
    }

    assertThat(first).hasSize(6).isEqualTo(second);
  }

  @Test
  void a_group_of_leases_is_taken_over_by_a_grpc_client_where_it_is() throws Exception {
    client.ask("push", "group", group, "topic", topic, "pop", "true", "name", "leases");
    client.ask("send", "topic", topic, "body", "to the old one");
    assertThat(bodies(client, topic, 1)).containsExactly("to the old one");
    client.ask("stop", "name", "leases");

    client(GRPC).ask("push", "topic", topic, "group", group, "filter", "*", "failures", "0");
    client.ask("send", "topic", topic, "body", "to the new one");

    assertThat(client(GRPC).nextMessage(topic).get("body")).isEqualTo("to the new one");
  }
}
