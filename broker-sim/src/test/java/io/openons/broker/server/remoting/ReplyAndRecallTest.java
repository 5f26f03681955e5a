package io.openons.broker.server.remoting;

import static io.openons.broker.server.remoting.RemotingFixture.heartbeat;
import static io.openons.broker.server.remoting.RemotingFixture.pull;
import static io.openons.broker.server.remoting.RemotingFixture.send;
import static io.openons.broker.server.remoting.RemotingFixture.sendFields;
import static io.openons.broker.testing.RemotingClient.fields;
import static io.openons.broker.testing.TestBroker.fresh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RemotingClient;
import io.openons.broker.testing.TestBroker;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: replies reach the client that waits for them, and delayed messages can be called back.
 *
 * <p>Method: raw requests, as Apache's client makes them, at a broker in this process.
 *
 * <p>A failure means: requests of users end by timeout, or messages that they took back arrive.
 */
class ReplyAndRecallTest {
  private static final int HEARTBEAT = 34;
  private static final int ROUTE = 105;
  private static final int REPLY = 325;
  private static final int PUSH_REPLY = 326;
  private static final int RECALL = 370;
  private static final String REPLIES = "DefaultCluster_REPLY_TOPIC";

  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("orders");

  private static RemotingClient client() throws IOException {
    return new RemotingClient(BROKER.broker().endpoint("remoting"));
  }

  @Test
  void a_reply_is_handed_to_the_client_that_asked() throws IOException {
    try (var asks = client();
        var answers = client()) {
      var asking = fresh("asking");
      asks.askJson(HEARTBEAT, heartbeat(asking, fresh("GID"), topic, "*"));
      send(asks, topic, 0, "how much?", "REPLY_TO_CLIENT", asking, "CORRELATION_ID", "7");
      var question = pull(answers, topic, 0, 0);
      assertThat(UTF_8.decode(question.body().duplicate()).toString())
          .contains("CLUSTER\u0001DefaultCluster\u0002", "CORRELATION_ID\u00017\u0002");
      assertThat(answers.ask(ROUTE, "topic", REPLIES).code()).isZero();

      var replied =
          answers.ask(
              REPLY,
              sendFields(REPLIES, 0, "REPLY_TO_CLIENT", asking, "CORRELATION_ID", "7"),
              "5".getBytes(UTF_8));

      assertThat(replied.code()).as(replied.remark()).isZero();
      assertThat(replied.fields()).containsKeys("msgId", "queueId", "queueOffset");
      var reply = asks.told(PUSH_REPLY);
      assertThat(UTF_8.decode(reply.body().duplicate()).toString()).isEqualTo("5");
      assertThat(reply.fields())
          .containsKeys("producerGroup", "defaultTopic", "bornHost", "storeHost", "storeTimestamp");
      assertThat(reply.fields().get("properties")).contains("CORRELATION_ID\u00017\u0002");
    }
  }

  @Test
  void replies_to_a_client_that_takes_none_are_bounded() throws IOException {
    try (var lazy = client();
        var answers = client()) {
      var asking = fresh("lazy");
      lazy.askJson(HEARTBEAT, heartbeat(asking, fresh("GID"), topic, "*"));
      var reply = sendFields(REPLIES, 0, "REPLY_TO_CLIENT", asking, "CORRELATION_ID", "7");
      var body = new byte[1 << 20];
      var last = answers.ask(REPLY, reply, body);
      for (int sent = 1; last.code() == 0 && sent < 100; sent++) {
        last = answers.ask(REPLY, reply, body);
      }

      assertThat(last.code()).isEqualTo(2);
      assertThat(last.remark()).contains(asking, "does not take what it is sent");
    }
  }

  @Test
  void a_reply_to_nobody_is_refused_with_the_name() throws IOException {
    try (var answers = client()) {
      var refused =
          answers.ask(REPLY, sendFields(REPLIES, 0, "REPLY_TO_CLIENT", "gone"), new byte[1]);

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.remark()).contains("gone", "not connected");
    }
  }

  @Test
  void a_delayed_message_is_called_back_by_a_handle_that_clients_read() throws IOException {
    try (var client = client()) {
      long time = System.currentTimeMillis() + 3_600_000;
      var sent = send(client, topic, 0, "later", "TIMER_DELIVER_MS", String.valueOf(time));
      var handle = sent.fields().get("recallHandle");
      assertThat(new String(Base64.getUrlDecoder().decode(handle), UTF_8))
          .startsWith("v1 %s openons %d id-of-%s ".formatted(topic, time, topic));

      var recall = fields("topic", topic, "recallHandle", handle, "producerGroup", "PID");
      var recalled = client.ask(RECALL, recall, new byte[0]);

      assertThat(recalled.code()).as(recalled.remark()).isZero();
      assertThat(recalled.fields()).containsEntry("msgId", "id-of-" + topic);
      assertThat(client.ask(RECALL, recall, new byte[0]).code()).isEqualTo(1);
    }
  }
}
