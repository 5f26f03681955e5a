package io.openons.broker.server.remoting;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: what operators' tools ask is answered, also when it makes no sense, and what they ask of a
 * client reaches it.
 *
 * <p>Method: requests that the tests write, beside a client that the tests move. (The tools
 * themselves run in another module.)
 *
 * <p>A failure means: a tool hangs, or shows what is not so.
 */
class OperatorTest {
  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.queuesOfNewTopics(1));

  private final String topic = fresh("orders");
  private final String group = fresh("GID_shop");
  private RemotingClient operator;
  private RemotingClient consumer;

  @BeforeEach
  void connect() throws IOException {
    operator = new RemotingClient(BROKER.broker().endpoint("remoting"));
    consumer = new RemotingClient(BROKER.broker().endpoint("remoting"));
    operator.ask(105, "topic", topic);
    consumer.askJson(34, heartbeat("C", group, topic, "*"));
  }

  @AfterEach
  void close() throws IOException {
    operator.close();
    consumer.close();
  }

  private static String text(Command answer) {
    return UTF_8.decode(answer.body().duplicate()).toString();
  }

  private static void refused(Command answer, String remark) {
    assertThat(answer.code()).isNotZero();
    assertThat(answer.remark()).contains(remark);
  }

  @Test
  void a_question_to_a_client_is_passed_on_and_its_answer_back() throws IOException {
    int id = operator.send(307, 0, fields("consumerGroup", group, "clientId", "C"), new byte[0]);
    Command asked = consumer.told(307);
    assertThat(asked.fields()).containsEntry("consumerGroup", group);
    consumer.answer(asked, 0, "{\"mqTable\":{}}".getBytes(UTF_8));
    assertThat(text(operator.next(command -> command.isAnswer() && command.opaque() == id)))
        .isEqualTo("{\"mqTable\":{}}");

    refused(
        operator.ask(307, "consumerGroup", group, "clientId", "D"),
        "client D is not in group " + group + " now");
  }

  @Test
  void a_message_is_handed_to_one_client() throws IOException {
    String offsetId = send(operator, topic, 0, "once more").fields().get("msgId");
    int id =
        operator.send(
            309,
            0,
            fields("consumerGroup", group, "clientId", "C", "msgId", offsetId),
            new byte[0]);
    Command asked = consumer.told(309);
    assertThat(RemotingFixture.body(asked)).isEqualTo("once more");
    consumer.answer(asked, 0, "{\"consumeResult\":\"CR_SUCCESS\"}".getBytes(UTF_8));
    assertThat(text(operator.next(command -> command.isAnswer() && command.opaque() == id)))
        .contains("CR_SUCCESS");

    refused(
        operator.ask(
            309, "consumerGroup", group, "clientId", "C", "msgId", "nobody", "topic", topic),
        "there is no message nobody");
  }

  @Test
  void a_reset_sets_the_offsets_and_tells_the_client() throws IOException {
    send(operator, topic, 0, "a");
    send(operator, topic, 0, "b");
    String table =
        "{\"offsetTable\":{{\"brokerName\":\"openons\",\"queueId\":0,\"topic\":\"%s\"}:%d}}";

    Command skipped =
        operator.ask(222, "group", group, "topic", topic, "timestamp", -1, "isForce", true);
    assertThat(text(skipped)).isEqualTo(table.formatted(topic, 2));
    assertThat(text(consumer.told(220))).isEqualTo(table.formatted(topic, 2));
    // Back to the beginning, and not forward without force.
    Command back =
        operator.ask(222, "group", group, "topic", topic, "timestamp", 0, "isForce", false);
    assertThat(text(back)).isEqualTo(table.formatted(topic, 0));
    long later = System.currentTimeMillis() + 100_000;
    Command stays =
        operator.ask(222, "group", group, "topic", topic, "timestamp", later, "isForce", false);
    assertThat(text(stays)).isEqualTo(table.formatted(topic, 0));
    refused(
        operator.ask(222, "group", "GID_none", "topic", topic, "timestamp", 0),
        "group GID_none does not exist");
  }

  @Test
  void a_topic_has_the_kind_and_the_permission_that_were_asked_for() throws IOException {
    String made = fresh("ordered");
    assertThat(
            operator
                .ask(
                    17,
                    "topic",
                    made,
                    "readQueueNums",
                    2,
                    "writeQueueNums",
                    2,
                    "perm",
                    4,
                    "attributes",
                    "+message.type=FIFO")
                .code())
        .isZero();
    assertThat(text(operator.ask(351, "topic", made)))
        .contains("\"readQueueNums\":2", "\"perm\":4", "\"message.type\":\"FIFO\"");
    refused(
        operator.ask(17, "topic", made, "readQueueNums", 1, "writeQueueNums", 1, "perm", 6),
        "which cannot become 1");
    refused(
        operator.ask(17, "topic", made, "readQueueNums", 2, "writeQueueNums", 2, "perm", 9),
        "permission 9 is unknown");
    refused(
        operator.ask(
            17,
            "topic",
            made,
            "readQueueNums",
            2,
            "writeQueueNums",
            2,
            "attributes",
            "+message.type=FAST"),
        "attribute message.type is 'FAST'");
  }

  @Test
  void what_cannot_be_done_is_refused_in_words() throws IOException {
    refused(operator.ask(205, "brokerName", "other"), "broker other is not here");
    refused(
        operator.ask(100, "namespace", "other", "key", "k", "value", "v"),
        "this broker keeps no values for others");
    refused(operator.ask(101, "namespace", "x", "key", "k"), "namespace x has no value for key k");
    refused(operator.ask(203, "consumerGroup", fresh("GID_new")), "does not exist");
    refused(operator.ask(208, "consumerGroup", fresh("GID_new")), "does not exist");
    refused(
        operator.askJson(200, "{\"groupName\":\"GID_x\",\"consumeEnable\":false}"),
        "which this broker cannot do");
    refused(operator.askJson(200, "{}"), "the group has no groupName");
    refused(
        operator.ask(25, fields(), "defaultTopicQueueNums=many".getBytes(UTF_8)),
        "setting defaultTopicQueueNums is 'many'; write a whole number");
    refused(
        operator.ask(25, fields(), "autoCreateTopicEnable=yes".getBytes(UTF_8)),
        "write true or false");
    refused(
        operator.ask(321, "topic", topic, "queueId", 0, "index", 0, "count", 5000),
        "ask for 1 to 1000");
  }
}
