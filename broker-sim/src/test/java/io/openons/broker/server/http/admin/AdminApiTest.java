package io.openons.broker.server.http.admin;

import static io.openons.broker.testing.AdminClient.encoded;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.AdminClient;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.HeartbeatRequest;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: an operator sees what is and can act. Method: HTTP calls to a broker in this process,
 * beside clients of it. A failure means that the console and scripts show or do something else.
 */
class AdminApiTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");
  private AdminClient admin;

  @BeforeEach
  void connect() {
    admin = new AdminClient(BROKER.broker().endpoint("http"));
  }

  @Test
  void a_topic_is_made_shown_changed_and_deleted() throws Exception {
    var made = admin.post("/topics", "{\"name\":\"%s\",\"queues\":2}".formatted(topic));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("accepts")).hasSize(4);

    var again = admin.post("/topics", "{\"name\":\"%s\",\"queues\":2}".formatted(topic));
    assertProblem(again, 409, "already-exists");
    var changed =
        admin.put(
            "/topics/" + topic, "{\"queues\":3,\"accepts\":[\"NORMAL\"],\"permission\":\"READ\"}");
    assertThat(changed.text("permission")).isEqualTo("READ");
    assertThat(admin.get("/topics/%s/queues".formatted(topic)).json().path("items")).hasSize(3);

    assertThat(admin.delete("/topics/" + topic).status()).isEqualTo(204);
    assertProblem(admin.get("/topics/" + topic), 404, "topic-not-found");
    assertProblem(admin.delete("/topics/" + topic), 404, "topic-not-found");
    assertThat(admin.get("/audit?contains=" + topic).each("status"))
        .containsSequence("404", "204", "200");
  }

  @Test
  void a_topic_with_live_consumers_is_not_deleted() throws Exception {
    BROKER.client().call().sendMessage(send(message(topic, "a")));
    BROKER.client().receive(receive(group, topic)).only();

    var refused = admin.delete("/topics/" + topic);

    assertProblem(refused, 409, "in-use");
    assertThat(refused.text("detail")).contains(topic, group);
    assertThat(admin.get("/topics/%s/users".formatted(topic)).json().path("consumers"))
        .anySatisfy(name -> assertThat(name.asText()).isEqualTo(group));
  }

  @Test
  void lists_come_in_pages_and_can_be_searched() throws Exception {
    for (String end : new String[] {"a", "b", "c"}) {
      admin.post("/topics", "{\"name\":\"%s-%s\",\"queues\":1}".formatted(topic, end));
    }

    var first = admin.get("/topics?limit=2&contains=" + topic + "-");
    var rest =
        admin.get("/topics?contains=%s-&after=%s".formatted(topic, encoded(first.text("next"))));

    assertThat(first.each("name")).containsExactly(topic + "-a", topic + "-b");
    assertThat(rest.each("name")).containsExactly(topic + "-c");
    assertThat(rest.json().has("next")).isFalse();
  }

  @Test
  void wrong_parameters_are_named() throws Exception {
    assertProblem(admin.get("/topics?limit=0"), 400, "bad-request");
    assertProblem(admin.get("/topics?limit=x"), 400, "bad-request");
    assertThat(admin.get("/topics?limt=1").text("detail")).contains("limt", "limit");
    assertThat(admin.get("/topics?limit=1&limit=2").text("detail")).contains("twice");
    assertProblem(admin.get("/nothing"), 404, "path-not-found");
    var method = admin.delete("/topics");
    assertProblem(method, 405, "method-not-allowed");
    assertThat(method.header("allow")).isEqualTo("GET, POST");
  }

  @Test
  void wrong_bodies_are_told_without_their_values() throws Exception {
    assertProblem(admin.post("/topics", "{"), 400, "bad-request");
    assertProblem(admin.post("/topics", "null"), 400, "bad-request");
    assertProblem(admin.post("/topics", "{\"name\":\"%s\"}".formatted(topic)), 400, "bad-request");
    assertProblem(
        admin.post("/topics", "{\"name\":\"%s\",\"queues\":0}".formatted(topic)),
        400,
        "bad-request");
    assertThat(admin.post("/topics", "{\"nam\":1}").text("detail")).contains("nam", "name");
    assertThat(admin.post("/topics", "{\"name\":7,\"queues\":\"hidden\"}").text("detail"))
        .doesNotContain("hidden");
    assertProblem(
        admin.post("/topics", "{\"name\":\"<script>\",\"queues\":1}"), 400, "illegal-topic");
  }

  @Test
  void a_message_is_sent_found_in_all_ways_and_shown_in_all_forms() throws Exception {
    Instant before = Instant.now().minusSeconds(3600);
    admin.post("/topics", "{\"name\":\"%s\",\"queues\":1}".formatted(topic));
    var sent =
        admin.post(
            "/topics/%s/messages".formatted(topic),
            "{\"body\":\"{\\\"a\\\":1}\",\"tag\":\"x\",\"keys\":[\"k 1\"],\"properties\":{\"p\":\"q\"}}");
    assertThat(sent.status()).isEqualTo(201);
    String messages = "/topics/%s/messages".formatted(topic);
    String id = sent.text("messageId");

    assertThat(admin.get(messages + "?id=" + id).each("id")).containsExactly(id);
    assertThat(admin.get(messages + "?key=k%201").each("id")).containsExactly(id);
    assertThat(admin.get(messages + "?from=" + before).each("id")).containsExactly(id);
    assertThat(admin.get(messages + "?to=" + before).each("id")).isEmpty();
    assertThat(admin.get(messages + "?queue=0&offset=0").each("id")).containsExactly(id);
    assertProblem(admin.get(messages + "?id=a&key=b"), 400, "bad-request");
    String one = "/topics/%s/queues/0/messages/0".formatted(topic);
    var shown = admin.get(one);
    assertThat(shown.text("body")).isEqualTo("{\"a\":1}");
    assertThat(shown.json().path("properties").path("p").asText()).isEqualTo("q");
    assertThat(admin.get("/messages/" + shown.text("position")).text("id")).isEqualTo(id);
    assertThat(admin.get(one + "?body=HEX").text("body")).isEqualTo("7b2261223a317d");
    assertThat(admin.get(one + "?body=JSON").text("body")).contains("\"a\" : 1");
    assertThat(admin.get(one + "?body=BASE64").text("body")).isEqualTo("eyJhIjoxfQ==");
    assertThat(admin.get(one + "?body=NONE").json().has("body")).isFalse();
    var download = admin.get(one + "/body");
    assertThat(download.body()).isEqualTo("{\"a\":1}");
    assertThat(download.header("content-disposition")).startsWith("attachment");
    assertProblem(
        admin.get("/topics/%s/queues/0/messages/1".formatted(topic)), 404, "message-not-found");
  }

  @Test
  void a_delayed_message_is_recalled() throws Exception {
    admin.post("/topics", "{\"name\":\"%s\",\"queues\":1}".formatted(topic));
    var sent =
        admin.post(
            "/topics/%s/messages".formatted(topic),
            "{\"body\":\"later\",\"deliverAt\":\"%s\"}".formatted(Instant.now().plusSeconds(3600)));
    String handle = sent.text("recallHandle");

    String recall = "{\"recallHandle\":\"%s\"}".formatted(handle);
    assertThat(admin.post("/topics/%s/recalls".formatted(topic), recall).status()).isEqualTo(204);
    assertProblem(admin.post("/topics/%s/recalls".formatted(topic), recall), 400, "bad-request");
  }

  @Test
  void a_message_that_breaks_a_rule_is_refused() throws Exception {
    admin.post("/topics", "{\"name\":\"%s\",\"queues\":1,\"accepts\":[\"FIFO\"]}".formatted(topic));
    String messages = "/topics/%s/messages".formatted(topic);

    assertProblem(admin.post(messages, "{\"body\":\"a\"}"), 409, "kind-conflict");
    assertProblem(admin.post(messages, "{}"), 400, "bad-request");
    assertProblem(
        admin.post(messages, "{\"body\":\"?\",\"bodyForm\":\"BASE64\"}"), 400, "bad-request");
    assertProblem(
        admin.post(
            messages, "{\"body\":\"%s\",\"shardingKey\":\"s\"}".formatted("a".repeat(5 << 20))),
        413,
        "message-body-too-large");
  }

  @Test
  void a_group_shows_how_far_it_is_behind_and_is_reset() throws Exception {
    for (int i = 0; i < 3; i++) {
      BROKER.client().call().sendMessage(send(message(topic, "m" + i)));
    }
    BROKER.client().receive(receive(group, topic).setBatchSize(1)).only();

    var backlog = admin.get("/groups/%s/backlog".formatted(group));
    assertThat(backlog.json().path("lag").asInt()).isEqualTo(3);
    assertThat(backlog.json().path("inFlight").asInt()).isEqualTo(1);
    assertThat(admin.get("/groups/%s/backlogs".formatted(group)).each("topic"))
        .containsExactly(topic);
    assertThat(admin.get("/groups/%s/members".formatted(group)).each("way"))
        .containsExactly("LEASES");
    String offsets = "/groups/%s/offsets".formatted(group);
    var plan =
        admin.post(
            offsets, "{\"topic\":\"%s\",\"to\":\"LATEST\",\"dryRun\":true}".formatted(topic));
    assertThat(plan.json().path("skipped").asInt()).isEqualTo(3);
    assertThat(admin.get("/groups/" + group).json().path("lag").asInt()).isEqualTo(3);
    var done = admin.post(offsets, "{\"topic\":\"%s\",\"to\":\"LATEST\"}".formatted(topic));
    assertThat(done.json().path("dryRun").asBoolean()).isFalse();
    assertThat(admin.get("/groups/" + group).json().path("lag").asInt()).isZero();
    assertProblem(
        admin.post(offsets, "{\"topic\":\"%s\",\"to\":\"TIME\"}".formatted(topic)),
        400,
        "bad-request");
  }

  @Test
  void a_dead_letter_is_listed_and_sent_once_more() throws Exception {
    BROKER.client().call().sendMessage(send(message(topic, "poison")));
    var received = BROKER.client().receive(receive(group, topic)).only();
    BROKER
        .client()
        .call()
        .forwardMessageToDeadLetterQueue(
            ForwardMessageToDeadLetterQueueRequest.newBuilder()
                .setGroup(named(group))
                .setTopic(named(topic))
                .setReceiptHandle(received.getSystemProperties().getReceiptHandle())
                .setMessageId(received.getSystemProperties().getMessageId())
                .build());

    var letters = admin.get("/groups/%s/dead-letters".formatted(group));
    var letter = letters.json().path("items").path(0);
    assertThat(letter.path("origin").path("topic").asText()).isEqualTo(topic);
    var resent =
        admin.post(
            "/groups/%s/dead-letters/%s/%s/resend"
                .formatted(group, letter.path("queue").asText(), letter.path("offset").asText()),
            null);

    assertThat(resent.status()).isEqualTo(204);
    var again = BROKER.client().receive(receive(group, topic)).only();
    assertThat(again.getBody().toStringUtf8()).isEqualTo("poison");
    assertProblem(
        admin.post("/groups/%s/dead-letters/0/99/resend".formatted(group), null),
        400,
        "bad-request");
  }

  @Test
  void a_transaction_is_decided_by_hand() throws Exception {
    BROKER.client().call().sendMessage(send(half(topic, "open")));

    var open = admin.get("/transactions");
    String id =
        open.json()
            .path("items")
            .valueStream()
            .filter(item -> item.path("topic").asText().equals(topic))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();
    assertThat(admin.post("/transactions/%s/commit".formatted(encoded(id)), null).status())
        .isEqualTo(204);

    assertThat(admin.get("/topics/%s/messages".formatted(topic)).each("body"))
        .containsExactly("open");
    assertProblem(
        admin.post("/transactions/%s/rollback".formatted(encoded(id)), null),
        404,
        "invalid-transaction-id");
  }

  @Test
  void a_client_is_shown() throws Exception {
    BROKER
        .client()
        .call()
        .heartbeat(HeartbeatRequest.newBuilder().setClientType(ClientType.PRODUCER).build());

    assertThat(admin.get("/clients/wire-test").text("clientId")).isEqualTo("wire-test");
    assertProblem(admin.get("/clients/nobody"), 404, "client-not-found");
  }

  @Test
  void definitions_are_exported_and_imported_again() throws Exception {
    admin.post("/topics", "{\"name\":\"%s\",\"queues\":2}".formatted(topic));
    admin.post("/groups", "{\"name\":\"%s\",\"maxAttempts\":5}".formatted(group));

    var exported = admin.get("/definitions");
    var imported = admin.put("/definitions", exported.body());

    assertThat(exported.json().path("groups").path(group).path("maxAttempts").asInt()).isEqualTo(5);
    assertThat(imported.status()).isEqualTo(200);
    assertThat(admin.get("/definitions").json().path("topics").path(topic))
        .isEqualTo(exported.json().path("topics").path(topic));
    var fault =
        admin.put(
            "/definitions",
            "{\"topics\":{\"%s-new\":{\"queues\":1},\"bad\":{\"queues\":0}}}".formatted(topic));
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.text("detail")).contains("bad");
    assertThat(admin.get("/topics/%s-new".formatted(topic)).status()).isEqualTo(404);
  }

  @Test
  void the_tail_of_a_topic_shows_the_wanted_messages_as_they_come() throws Exception {
    admin.post("/topics", "{\"name\":\"%s\",\"queues\":1}".formatted(topic));
    String messages = "/topics/%s/messages".formatted(topic);
    admin.post(messages, "{\"body\":\"before\",\"tag\":\"a\"}");
    var lines = new LinkedBlockingQueue<String>();
    var began = new CountDownLatch(1);
    try (var tail = admin.lines("/topics/%s/tail?tag=a".formatted(topic))) {
      var reader =
          new Thread(
              () -> {
                began.countDown();
                tail.filter(line -> line.startsWith("data: ")).forEach(lines::add);
              });
      reader.setDaemon(true);
      reader.start();
      began.await();
      admin.post(messages, "{\"body\":\"unwanted\",\"tag\":\"b\"}");
      admin.post(messages, "{\"body\":\"wanted\",\"tag\":\"a\"}");

      assertThat(lines.poll(60, TimeUnit.SECONDS)).contains("\"body\":\"wanted\"");

      admin.put("/topics/" + topic, "{\"queues\":8}");
      for (int queue = 0; queue < 8; queue++) {
        admin.post(messages, "{\"body\":\"in a new queue\",\"tag\":\"a\"}");
      }

      for (int queue = 0; queue < 8; queue++) {
        assertThat(lines.poll(60, TimeUnit.SECONDS)).contains("\"body\":\"in a new queue\"");
      }
    }
    assertProblem(
        admin.get("/topics/%s/tail?sql=%s".formatted(topic, encoded("a >"))),
        400,
        "illegal-filter");
  }

  @Test
  void settings_are_changed_until_the_broker_ends() throws Exception {
    var before = admin.get("/settings");

    var changed = admin.put("/settings", "{\"retentionHours\":5}");
    assertThat(changed.json().path("retentionHours").asInt()).isEqualTo(5);
    assertThat(changed.json().path("autoCreate")).isEqualTo(before.json().path("autoCreate"));
    assertThat(admin.put("/settings", before.body()).json()).isEqualTo(before.json());
    assertProblem(admin.put("/settings", "{\"retentionHours\":0}"), 400, "bad-request");
  }

  @Test
  void the_broker_is_shown_as_a_whole() throws Exception {
    BROKER.client().call().sendMessage(send(message(topic, "a")));

    assertThat(admin.get("/overview").json().path("topics").asInt()).isPositive();
    assertThat(admin.get("/runtime").json().path("endpoints").path("grpc").asText())
        .isEqualTo(BROKER.endpoint());
    assertThat(admin.get("/session").json().path("signInNeeded").asBoolean()).isFalse();
    assertProblem(
        admin.post("/session", "{\"accessKey\":\"a\",\"secretKey\":\"b\"}"), 409, "no-users");
    assertThat(admin.get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
  }

  private static void assertProblem(AdminClient.Answer answer, int status, String word) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).isEqualTo("urn:openons:problem:" + word);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("detail")).isNotBlank();
  }
}
