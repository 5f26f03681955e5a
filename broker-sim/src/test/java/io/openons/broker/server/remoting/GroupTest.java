package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.heartbeat;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.server.remoting.RemotingFixture.sendFields;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.TestBroker.fresh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: the members of a group know of each other, a queue is handled by one of them, and clients
 * that consume in another way do not come in between.
 *
 * <p>Method: clients that the tests write, beside one that takes messages under leases.
 *
 * <p>A failure means: messages are handled twice or by nobody.
 */
class GroupTest {
  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(
          builder ->
              builder
                  .queuesOfNewTopics(2)
                  .transactionChecks(Duration.ofMillis(100), Duration.ofMillis(100), 5));

  private final String topic = fresh("orders");
  private final String group = fresh("GID_shop");
  private RemotingClient one;
  private RemotingClient two;

  @BeforeEach
  void connect() throws IOException {
    one = new RemotingClient(BROKER.broker().endpoint("remoting"));
    two = new RemotingClient(BROKER.broker().endpoint("remoting"));
    one.ask(105, "topic", topic);
  }

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
  }

  private static String text(Command answer) {
    return UTF_8.decode(answer.body().duplicate()).toString();
  }

  private String members(RemotingClient client) throws IOException {
    return text(client.ask(38, "consumerGroup", group));
  }

  @Test
  void members_are_told_when_another_comes_leaves_or_is_cut_off() throws IOException {
    assertThat(one.ask(38, "consumerGroup", group).code()).isEqualTo(1);
    one.askJson(34, heartbeat("A", group, topic, "*"));
    one.told(40);
    assertThat(members(one)).isEqualTo("{\"consumerIdList\":[\"A\"]}");

    two.askJson(34, heartbeat("B", group, topic, "*"));
    assertThat(one.told(40).fields()).containsEntry("consumerGroup", group);
    assertThat(members(one)).isEqualTo("{\"consumerIdList\":[\"A\",\"B\"]}");

    two.ask(35, "clientID", "B", "consumerGroup", group);
    one.told(40);
    assertThat(members(one)).isEqualTo("{\"consumerIdList\":[\"A\"]}");

    two.askJson(34, heartbeat("B", group, topic, "*"));
    one.told(40);
    two.close();
    one.told(40);
    assertThat(members(one)).isEqualTo("{\"consumerIdList\":[\"A\"]}");
  }

  @Test
  void a_group_that_a_heartbeat_names_no_more_is_left() throws IOException {
    one.askJson(34, heartbeat("A", group, topic, "*"));
    one.askJson(34, heartbeat("A", fresh("GID_other"), topic, "*"));

    assertThat(one.ask(38, "consumerGroup", group).code()).isEqualTo(1);
  }

  @Test
  void a_new_group_begins_where_the_broker_lets_groups_begin() throws IOException {
    send(one, topic, 0, "before");

    one.askJson(34, heartbeat("A", group, topic, "*"));

    var begins = one.ask(14, "consumerGroup", group, "topic", topic, "queueId", 0);
    assertThat(begins.fields())
        .as("this broker's groups start at the earliest")
        .containsEntry("offset", "0");
  }

  @Test
  void a_queue_is_locked_by_one_client_until_it_frees_it() throws IOException {
    var queues =
        "{\"clientId\":\"%s\",\"consumerGroup\":\"%s\",\"mqSet\":[{\"brokerName\":\"openons\","
            + "\"queueId\":%d,\"topic\":\"%s\",\"queueGroupId\":-1}]}";
    var byA = queues.formatted("A", group, 1, topic);
    var byB = queues.formatted("B", group, 1, topic);

    assertThat(text(one.askJson(41, byA))).contains("\"queueId\":1");
    assertThat(text(one.askJson(41, byA))).as("again by its owner").contains("\"queueId\":1");
    assertThat(text(two.askJson(41, byB))).isEqualTo("{\"lockOKMQSet\":[]}");
    two.askJson(42, byB);
    assertThat(text(two.askJson(41, byB))).isEqualTo("{\"lockOKMQSet\":[]}");
    one.askJson(42, byA);
    assertThat(text(two.askJson(41, byB))).contains("\"queueId\":1");
    assertThat(text(two.askJson(41, queues.formatted("B", group, 9, topic))))
        .as("a queue that is not there")
        .isEqualTo("{\"lockOKMQSet\":[]}");
  }

  @Test
  void clients_with_leases_are_refused_while_members_share_the_queues_and_taken_after_that()
      throws IOException {
    send(one, topic, 0, "hello");
    one.askJson(34, heartbeat("A", group, topic, "*"));

    var refused = BROKER.client().receive(receive(group, topic));
    assertThat(refused.status().getCode()).isEqualTo(Code.PRECONDITION_FAILED);
    assertThat(refused.status().getMessage()).contains("share out its queues: A");

    one.ask(35, "clientID", "A", "consumerGroup", group);
    assertThat(BROKER.client().receive(receive(group, topic)).status().getCode())
        .isEqualTo(Code.OK);
  }

  @Test
  void members_that_share_the_queues_are_refused_while_clients_with_leases_live()
      throws IOException {
    send(one, topic, 0, "hello");
    assertThat(BROKER.client().receive(receive(group, topic)).status().getCode())
        .isEqualTo(Code.OK);

    var refused = one.askJson(34, heartbeat("A", group, topic, "*"));

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.remark()).contains("under leases: wire-test", group);
  }

  @Test
  void a_half_message_is_delivered_when_it_is_committed_and_not_before() throws IOException {
    var half =
        one.ask(
            310,
            sendFields(topic, 1, "TRAN_MSG", "true", "PGROUP", "PID"),
            "hello".getBytes(UTF_8));
    assertThat(half.code()).isZero();
    assertThat(RemotingFixture.pull(one, topic, 1, 0).code()).isEqualTo(19);

    var ended =
        one.ask(
            37,
            "producerGroup",
            "PID",
            "tranStateTableOffset",
            half.fields().get("queueOffset"),
            "commitLogOffset",
            Long.parseLong(half.fields().get("msgId").substring(16), 16),
            "commitOrRollback",
            8,
            "msgId",
            half.fields().get("transactionId"));

    assertThat(ended.code()).as(ended.remark()).isZero();
    assertThat(RemotingFixture.body(RemotingFixture.pull(one, topic, 1, 0))).isEqualTo("hello");
  }

  @Test
  void a_producer_of_the_group_is_asked_for_a_transaction_that_is_not_decided() throws IOException {
    two.askJson(34, heartbeat("B", group, topic, "*"));
    one.ask(
        310, sendFields(topic, 1, "TRAN_MSG", "true", "PGROUP", "PID"), "hello".getBytes(UTF_8));

    var question = two.told(39);

    assertThat(question.isOneWay()).isTrue();
    assertThat(question.fields()).containsEntry("msgId", "id-of-" + topic);
    assertThat(text(question)).contains("PGROUP\u0001PID", topic);
    two.ask(
        37,
        "producerGroup",
        "PID",
        "tranStateTableOffset",
        question.fields().get("tranStateTableOffset"),
        "commitLogOffset",
        0,
        "commitOrRollback",
        8,
        "fromTransactionCheck",
        true,
        "msgId",
        question.fields().get("msgId"));
    assertThat(RemotingFixture.body(RemotingFixture.pull(one, topic, 1, 0))).isEqualTo("hello");
  }
}
