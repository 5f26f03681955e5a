package io.openons.broker.server.remoting;

import static io.openons.broker.testing.RemotingClient.fields;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.testing.RemotingClient;
import java.io.IOException;
import java.util.Map;

/** Requests as clients of the remoting protocol make them. */
final class RemotingFixture {
  static final int SEND = 310;
  static final int PULL = 11;
  static final int ONE_WAY = 2;
  static final int WAIT = 2;
  static final int HAS_SUBSCRIPTION = 4;

  private RemotingFixture() {}

  static Map<String, String> sendFields(String topic, int queue, String... properties) {
    StringBuilder text = new StringBuilder("UNIQ_KEY\u0001id-of-" + topic + "\u0002");
    for (int i = 0; i < properties.length; i += 2) {
      text.append(properties[i]).append('\u0001').append(properties[i + 1]).append('\u0002');
    }
    return fields(
        "a", "PID", "b", topic, "c", "TBW102", "d", 4, "e", queue, "f", 0, "g", 1, "h", 0, "i",
        text, "j", 0, "k", false, "m", false);
  }

  /** Sends a message and returns the answer, which must be good. */
  static Command send(
      RemotingClient client, String topic, int queue, String body, String... properties)
      throws IOException {
    Command answer = client.ask(SEND, sendFields(topic, queue, properties), body.getBytes(UTF_8));
    assertThat(answer.code()).as(answer.remark()).isZero();
    return answer;
  }

  static Map<String, String> pullFields(
      String group, String topic, int queue, long offset, int flags, long millis) {
    return fields(
        "consumerGroup",
        group,
        "topic",
        topic,
        "queueId",
        queue,
        "queueOffset",
        offset,
        "maxMsgNums",
        32,
        "sysFlag",
        flags,
        "commitOffset",
        0,
        "suspendTimeoutMillis",
        millis,
        "subscription",
        "*",
        "subVersion",
        0,
        "expressionType",
        "TAG");
  }

  /** Reads a queue without waiting and without being in a group. */
  static Command pull(RemotingClient client, String topic, int queue, long offset)
      throws IOException {
    return client.ask(
        PULL, pullFields("GID_reader", topic, queue, offset, HAS_SUBSCRIPTION, 0), new byte[0]);
  }

  static String heartbeat(String clientId, String group, String... topicsAndTags) {
    StringBuilder wants = new StringBuilder();
    for (int i = 0; i < topicsAndTags.length; i += 2) {
      wants
          .append(i == 0 ? "" : ",")
          .append(
              "{\"topic\":\"%s\",\"subString\":\"%s\",\"expressionType\":\"TAG\",\"subVersion\":5}"
                  .formatted(topicsAndTags[i], topicsAndTags[i + 1]));
    }
    return ("{\"clientID\":\"%s\",\"producerDataSet\":[{\"groupName\":\"PID\"}],\"consumerDataSet\":"
            + "[{\"groupName\":\"%s\",\"consumeType\":\"CONSUME_PASSIVELY\",\"messageModel\":"
            + "\"CLUSTERING\",\"consumeFromWhere\":\"CONSUME_FROM_LAST_OFFSET\","
            + "\"subscriptionDataSet\":[%s]}]}")
        .formatted(clientId, group, wants);
  }

  /** Returns the body of the only message in an answer. */
  static String body(Command answer) {
    var record = answer.body().duplicate();
    record.position(84);
    byte[] body = new byte[record.getInt()];
    record.get(body);
    return new String(body, UTF_8);
  }

  /** Returns how many times a group got the only message in an answer before. */
  static int deliveries(Command answer) {
    return answer.body().getInt(72);
  }

  /** Returns where the record of the only message in an answer is in the log. */
  static long position(Command answer) {
    return answer.body().getLong(28);
  }
}
