package io.openons.ctl;

import static io.openons.ctl.LiveBroker.GROUP;
import static io.openons.ctl.LiveBroker.TOPIC;
import static io.openons.ctl.LiveBroker.await;
import static io.openons.ctl.LiveBroker.chief;
import static io.openons.ctl.LiveBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.harness.Patience;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: messages are sent, found, followed and, as dead letters, sent once more. Method: commands
 * in this process, at a broker with a live consumer. A failure means that a message is not what was
 * asked for, or not found.
 */
class MessagesTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  @TempDir Path folder;
  private String topic;

  @BeforeEach
  void make_a_topic() {
    topic = fresh("messages");
    ok("topics", "create", topic, "--queues", "1");
  }

  private static String ok(String... command) {
    Cli.Result result = chief().run(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private static List<JsonNode> json(String... command) {
    Cli.Result result = chief().run(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result.json();
  }

  @Test
  void a_message_is_found_by_each_way_and_shown_whole() throws Exception {
    JsonNode sent =
        json("send", topic, "hello", "--tag", "t", "--key", "k1", "-H", "color=red", "--json")
            .get(0);
    String id = sent.path("messageId").asText();

    assertThat(ok("messages", "find", topic, "--id", id)).contains("hello");
    assertThat(ok("messages", "find", topic, "--key", "k1")).contains(id);
    assertThat(ok("messages", "find", topic, "--queue", "0", "--offset", "0")).contains(id);
    assertThat(ok("messages", "find", topic, "--from", "1h", "--to", "now")).contains(id);
    assertThat(ok("messages", "find", topic, "--from", Instant.now().plusSeconds(60).toString()))
        .doesNotContain(id);
    assertThat(ok("messages", "show", topic, "0", "0")).contains("color=red", "hello");
    assertThat(ok("messages", "show", topic, "0", "0", "--form", "hex")).contains("68656c6c6f");
    String file = folder.resolve("body").toString();
    ok("messages", "body", topic, "0", "0", "-o", file);
    assertThat(Path.of(file)).hasContent("hello");
    assertThat(chief().run("messages", "body", topic, "0", "0", "-o", file).code()).isEqualTo(6);
    assertThat(chief().run("messages", "show", topic, "0", "9").code()).isEqualTo(5);
  }

  @Test
  void templates_counts_lines_and_files_make_messages() throws Exception {
    ok("send", topic, "order-{{n}}", "--template", "--key", "key-{{n}}", "--count", "3");
    assertThat(chief().typing("one\ntwo\n").run("send", topic, "--lines", "-").out())
        .isEqualTo("sent 2 messages" + System.lineSeparator());
    Path binary = Files.write(folder.resolve("binary"), new byte[] {1, -1});
    ok("send", topic, "--file", binary.toString(), "--form", "base64");
    ok("send", topic, "{{n}}", "--parallel", "4", "--count", "8", "--rate", "10000");

    var found = json("messages", "find", topic, "--json", "--form", "hex");
    assertThat(found).hasSize(14);
    var bodies = found.stream().map(message -> message.path("body").asText()).toList();
    assertThat(bodies.get(2)).isEqualTo("6f726465722d33");
    assertThat(bodies.subList(3, 6)).containsExactly("6f6e65", "74776f", "01ff");
    assertThat(bodies.subList(6, 14)).containsOnly("7b7b6e7d7d");
    assertThat(ok("messages", "find", topic, "--key", "key-2")).contains("order-2");
  }

  @Test
  void a_delayed_message_is_recalled() {
    JsonNode sent = json("send", topic, "later", "--delay", "1h", "--json").get(0);
    String handle = sent.path("recallHandle").asText();

    assertThat(ok("messages", "recall", topic, handle)).startsWith("recalled");
    assertThat(chief().run("messages", "recall", topic, handle).code()).isNotZero();
  }

  @Test
  void a_topic_is_followed_through_a_filter() throws Exception {
    StringWriter err = new StringWriter();
    var tail =
        CompletableFuture.supplyAsync(
            () -> chief().run(err, "tail", topic, "--tag", "wanted", "--count", "1"));
    await(() -> new Cli.Result(0, err.toString(), ""), "following " + topic);

    ok("send", topic, "no", "--tag", "other");
    ok("send", topic, "evil\u001b[31m", "--tag", "wanted");
    Cli.Result result = tail.get(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(result.code()).isZero();
    // What a message holds cannot steer a terminal.
    assertThat(result.out()).contains("tag=wanted keys=- evil\\u001b[31m").doesNotContain("no");
    assertThat(chief().run("tail", topic, "--for", "1ms").code()).isZero();
    assertThat(chief().run("tail", topic, "--sql", "a >").code()).isEqualTo(2);
  }

  @Test
  void dead_letters_are_listed_and_resent() {
    ok("send", TOPIC, "bad-one", "--key", "letter");
    String listed = await(() -> chief().run("dlq", "list", GROUP), "bad-one");
    assertThat(listed).containsSubsequence("TOPIC", TOPIC, "bad-one");
    JsonNode letter = json("dlq", "list", GROUP, "--json").get(0);
    String queue = letter.path("queue").asText();
    String offset = letter.path("offset").asText();

    assertThat(ok("dlq", "resend", GROUP, queue, offset)).startsWith("resent 1 ");
    assertThat(ok("dlq", "resend", GROUP, "--all", "--limit", "1", "--rate", "50", "--yes"))
        .startsWith("resent 1 ");
    assertThat(chief().run("dlq", "resend", GROUP, "0", "999999").code()).isNotZero();
  }

  @Test
  void a_benchmark_shows_how_long_sends_took() {
    JsonNode result =
        json("bench", topic, "--rate", "200", "--duration", "200ms", "--sizes", "10,20", "--json")
            .get(0);

    assertThat(result.path("sent").asInt()).isEqualTo(40);
    assertThat(result.path("latency")).hasSize(5);
    assertThat(ok("bench", topic, "--duration", "10ms"))
        .containsSubsequence("sent", "PERCENTILE", "99.9");
  }
}
