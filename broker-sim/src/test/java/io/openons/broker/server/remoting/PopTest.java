package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.body;
import static io.openons.broker.server.remoting.RemotingFixture.deliveries;
import static io.openons.broker.server.remoting.RemotingFixture.heartbeat;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.testing.RemotingClient.fields;
import static io.openons.broker.testing.TestBroker.fresh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: clients that leave the sharing of queues to the broker take messages under leases.
 *
 * <p>Method: raw requests, as Apache's client makes them, at a broker in this process.
 *
 * <p>A failure means: such a client gets nothing, gets messages twice, or takes them from others.
 */
class PopTest {
  private static final int HEARTBEAT = 34;
  private static final int CONSUMER_IDS = 38;
  private static final int ASSIGNMENT = 400;
  private static final int POP = 200050;
  private static final int ACKNOWLEDGE = 200051;
  private static final int PEEK = 200052;
  private static final int CHANGE_LEASE = 200053;
  private static final int ACKNOWLEDGE_BATCH = 200151;

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("orders");
  private final String group = fresh("GID_pop");

  private static RemotingClient client() throws IOException {
    return new RemotingClient(BROKER.broker().endpoint("remoting"));
  }

  private Command pop(RemotingClient client, long invisible, long wait) throws IOException {
    return client.ask(POP, popFields(invisible, wait), new byte[0]);
  }

  private Map<String, String> popFields(long invisible, long wait) {
    return fields(
        "consumerGroup",
        group,
        "topic",
        topic,
        "queueId",
        -1,
        "maxMsgNums",
        32,
        "invisibleTime",
        invisible,
        "pollTime",
        wait,
        "bornTime",
        0,
        "initMode",
        0,
        "expType",
        "TAG",
        "exp",
        "*");
  }

  /** Returns the name of the delivery of the only message in an answer. */
  private static String checkpoint(Command answer) {
    byte[] bytes = new byte[answer.body().remaining()];
    answer.body().duplicate().get(bytes);
    String text = new String(bytes, UTF_8);
    int begin = text.indexOf("POP_CK\u0001") + "POP_CK\u0001".length();
    return text.substring(begin, text.indexOf('\u0002', begin));
  }

  private Map<String, String> of(Command answer, Object... more) {
    String checkpoint = checkpoint(answer);
    String[] parts = checkpoint.split(" ");
    Map<String, String> fields =
        fields(
            "consumerGroup",
            group,
            "topic",
            topic,
            "queueId",
            parts[6],
            "offset",
            parts[7],
            "extraInfo",
            checkpoint);
    fields.putAll(fields(more));
    return fields;
  }

  @Test
  void a_message_that_is_acknowledged_does_not_come_again_and_another_does() throws IOException {
    try (var client = client()) {
      send(client, topic, 0, "first");
      var first = pop(client, 60_000, 5_000);
      assertThat(first.code()).as(first.remark()).isZero();
      assertThat(body(first)).isEqualTo("first");
      assertThat(first.fields())
          .containsEntry("startOffsetInfo", "0 0 0")
          .containsEntry("msgOffsetInfo", "0 0 0")
          .containsEntry("invisibleTime", "60000")
          .containsKeys("popTime", "reviveQid", "restNum");

      assertThat(client.ask(ACKNOWLEDGE, of(first), new byte[0]).code()).isZero();

      assertThat(pop(client, 60_000, 0).code()).isEqualTo(210);
      assertThat(client.ask(ACKNOWLEDGE, of(first), new byte[0]).remark())
          .contains("consumed already");
    }
  }

  @Test
  void a_message_is_given_again_when_its_lease_is_made_to_end() throws IOException {
    try (var client = client()) {
      send(client, topic, 0, "again");
      var first = pop(client, 60_000, 5_000);
      assertThat(deliveries(first)).isZero();

      var changed = client.ask(CHANGE_LEASE, of(first, "invisibleTime", 30_000), new byte[0]);
      assertThat(changed.code()).as(changed.remark()).isZero();
      // As clients make the name of the delivery anew.
      String[] parts = checkpoint(first).split(" ");
      parts[3] = changed.fields().get("reviveQid");
      String renewed = String.join(" ", parts);
      client.ask(CHANGE_LEASE, of(first, "invisibleTime", 0, "extraInfo", renewed), new byte[0]);

      var second = pop(client, 60_000, 5_000);
      assertThat(body(second)).isEqualTo("again");
      assertThat(deliveries(second)).isEqualTo(1);
    }
  }

  @Test
  void deliveries_are_acknowledged_by_bits() throws IOException {
    try (var client = client()) {
      send(client, topic, 0, "only");
      String[] parts = checkpoint(pop(client, 60_000, 5_000)).split(" ");

      var done =
          client.askJson(
              ACKNOWLEDGE_BATCH,
              ("{\"brokerName\":\"openons\",\"acks\":[{\"c\":\"%s\",\"t\":\"%s\",\"r\":\"0\","
                      + "\"so\":%s,\"q\":%s,\"rq\":%s,\"pt\":%s,\"it\":%s,\"b\":\"AQ==\"}]}")
                  .formatted(group, topic, parts[0], parts[6], parts[3], parts[1], parts[2]));

      assertThat(done.code()).as(done.remark()).isZero();
      assertThat(pop(client, 60_000, 0).code()).isEqualTo(210);
    }
  }

  @Test
  void a_look_at_what_comes_takes_nothing() throws IOException {
    try (var client = client()) {
      send(client, topic, 0, "there");
      for (int i = 0; i < 2; i++) {
        var seen =
            client.ask(
                PEEK, "consumerGroup", group, "topic", topic, "queueId", -1, "maxMsgNums", 8);
        assertThat(seen.code()).as(seen.remark()).isZero();
        assertThat(body(seen)).isEqualTo("there");
      }
    }
  }

  @Test
  void what_an_ended_connection_waited_for_goes_to_the_next_at_once() throws IOException {
    try (var next = client()) {
      var gone = client();
      gone.send(POP, 0, popFields(60_000, 20_000), new byte[0]);
      // Answered, so the one before has begun.
      gone.ask(105, "topic", topic);
      gone.end();
      send(next, topic, 0, "still there");

      assertThat(body(pop(next, 60_000, 20_000))).isEqualTo("still there");
    }
  }

  @Test
  void clients_of_a_group_take_leases_until_they_look_for_members() throws IOException {
    try (var first = client();
        var second = client()) {
      first.askJson(HEARTBEAT, heartbeat("first", group, topic, "*"));
      var assigned =
          first.askJson(
              ASSIGNMENT,
              ("{\"topic\":\"%s\",\"consumerGroup\":\"%s\",\"clientId\":\"first\",\"strategyName\":"
                      + "\"AVG\",\"messageModel\":\"CLUSTERING\"}")
                  .formatted(topic, group));
      assertThat(UTF_8.decode(assigned.body().duplicate()).toString())
          .contains("\"mode\":\"POP\"", "\"queueId\":-1", topic);
      send(first, topic, 0, "one");
      assertThat(body(pop(first, 60_000, 5_000))).isEqualTo("one");

      // The second comes to a group that takes leases, and does the same.
      assertThat(second.askJson(HEARTBEAT, heartbeat("second", group, topic, "*")).code()).isZero();
      send(first, topic, 1, "two");
      assertThat(body(pop(second, 60_000, 5_000))).isEqualTo("two");

      // Looking for members, it would share queues, which the leases of the other exclude.
      var refused = second.ask(CONSUMER_IDS, "consumerGroup", group);
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.remark()).contains(group, "under leases");
    }
  }
}
