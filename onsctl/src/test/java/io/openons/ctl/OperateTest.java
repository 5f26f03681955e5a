package io.openons.ctl;

import static io.openons.ctl.LiveBroker.GROUP;
import static io.openons.ctl.LiveBroker.TOPIC;
import static io.openons.ctl.LiveBroker.await;
import static io.openons.ctl.LiveBroker.chief;
import static io.openons.ctl.LiveBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: topics, groups, offsets, clients, transactions and definitions are shown and changed.
 * Method: commands in this process, at a broker with live clients. A failure means that an operator
 * sees or does something else than the command says.
 */
class OperateTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  @TempDir Path folder;

  private static JsonNode one(String... command) {
    Cli.Result result = chief().run(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result.json().get(0);
  }

  private static String ok(String... command) {
    Cli.Result result = chief().run(command);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void a_topic_is_made_shown_changed_and_deleted() {
    String topic = fresh("topic");

    assertThat(ok("topics", "create", topic, "--queues", "2", "--accepts", "NORMAL,fifo"))
        .isEqualTo("made topic " + topic + System.lineSeparator());
    assertThat(ok("topics", "list", "--contains", topic))
        .containsSubsequence("NAME", "QUEUES", topic, "2", "0", "READ_WRITE", "NORMAL, FIFO");
    assertThat(ok("topics", "change", topic, "--queues", "3")).startsWith("changed topic");
    // What was not named is as it was.
    JsonNode shown = one("topics", "show", topic, "--json");
    assertThat(shown.path("queues").asInt()).isEqualTo(3);
    assertThat(shown.path("accepts").toString()).isEqualTo("[\"NORMAL\",\"FIFO\"]");
    assertThat(ok("topics", "queues", topic).lines()).hasSize(4);
    assertThat(chief().run("topics", "delete", topic).code()).isEqualTo(2);
    assertThat(ok("topics", "delete", topic, "--yes")).contains("with its 0 messages");
    assertThat(chief().run("topics", "show", topic).code()).isEqualTo(5);
  }

  @Test
  void a_question_is_answered_on_a_terminal() {
    String topic = fresh("asked");
    ok("topics", "create", topic);

    Cli.Result no = chief().onTerminal().typing("n\n").run("topics", "delete", topic);
    assertThat(no.code()).isEqualTo(1);
    assertThat(no.err()).contains("Delete topic " + topic + " with its 0 messages? [y/N]");
    Cli.Result yes = chief().onTerminal().typing("y\n").run("topics", "delete", topic);
    assertThat(yes.code()).isZero();
  }

  @Test
  void a_topic_that_exists_or_is_used_is_refused() {
    assertThat(chief().run("topics", "create", TOPIC).code()).isEqualTo(6);
    Cli.Result used = chief().run("topics", "delete", TOPIC, "--yes");
    assertThat(used.code()).isEqualTo(6);
    assertThat(used.err()).startsWith("error: ");
    assertThat(chief().run("groups", "delete", GROUP, "--yes").code()).isEqualTo(6);
  }

  @Test
  void a_group_is_made_shown_changed_and_deleted() {
    String group = fresh("GID_made");

    ok("groups", "create", group, "--max-attempts", "3", "--backoff", "1s,2m");
    ok("groups", "change", group, "--ordered");
    JsonNode shown = one("groups", "show", group, "--json");
    assertThat(shown.path("ordered").asBoolean()).isTrue();
    assertThat(shown.path("maxAttempts").asInt()).isEqualTo(3);
    assertThat(shown.path("backoffMs").toString()).isEqualTo("[1000,120000]");
    assertThat(ok("groups", "list", "--contains", group)).containsSubsequence("LAG", group, "0");
    ok("groups", "delete", group, "--yes");
    assertThat(chief().run("groups", "show", group).code()).isEqualTo(5);
  }

  @Test
  void live_clients_of_a_group_are_shown_with_their_subscriptions_and_lag() {
    assertThat(ok("groups", "members", GROUP)).containsSubsequence("CLIENT", "LEASES", TOPIC + "=");
    assertThat(ok("groups", "subscriptions", GROUP)).containsSubsequence(TOPIC, "false");
    assertThat(ok("groups", "lag", GROUP)).containsSubsequence("LAG", "IN FLIGHT", TOPIC);
    assertThat(ok("groups", "lag", GROUP, "--queues").lines()).hasSizeGreaterThan(8);
    assertThat(ok("topics", "groups", TOPIC)).contains(GROUP);
    JsonNode client = one("clients", "list", "--json", "--limit", "1");
    String id = client.path("clientId").asText();
    assertThat(ok("clients", "show", id)).contains(id);
    assertThat(ok("clients", "list")).containsSubsequence("CLIENT", "USER", "chief");
  }

  @Test
  void a_list_that_is_watched_is_shown_again() {
    String twice = ok("groups", "list", "--watch", "100ms", "--times", "2");

    assertThat(twice.split("MEMBERS", -1)).hasSize(3);
  }

  @Test
  void offsets_are_reset_after_a_dry_run_shows_what_that_does() {
    String topic = fresh("offsets");
    String group = fresh("GID_offsets");
    ok("topics", "create", topic, "--queues", "1");
    ok("groups", "create", group);
    ok("send", topic, "x", "--count", "5");

    ok("offsets", "reset", group, topic, "--earliest", "--yes");
    String dry = ok("offsets", "reset", group, topic, "--offset", "3", "--dry-run");
    assertThat(dry).contains("skips 3 messages and delivers 0 again");
    assertThat(ok("groups", "lag", group)).containsSubsequence(topic, "5");
    ok("offsets", "reset", group, topic, "--offset", "3", "--yes");
    assertThat(ok("groups", "lag", group)).containsSubsequence(topic, "2");
    JsonNode plan = one("offsets", "reset", group, topic, "--time", "1h", "--dry-run", "--json");
    assertThat(plan.path("again").asLong()).isEqualTo(3);
  }

  @Test
  void transactions_are_listed_and_decided_by_hand() {
    LiveBroker.openTransaction();
    LiveBroker.openTransaction();

    var open = chief().run("transactions", "list", "--json").json();
    assertThat(open).hasSize(2);
    ok("transactions", "commit", open.get(0).path("id").asText(), "--yes");
    ok("transactions", "rollback", open.get(1).path("id").asText(), "--yes");
    assertThat(ok("transactions", "list").lines()).hasSize(1);
    await(
        () -> chief().run("topics", "list", "--contains", LiveBroker.TRANSACTIONS, "--json"),
        "\"messages\":1");
  }

  @Test
  void definitions_are_exported_and_imported_again() {
    String topic = fresh("exported");
    ok("topics", "create", topic, "--queues", "2");
    String file = folder.resolve("definitions.json").toString();

    assertThat(chief().run("export", "-o", file).err()).startsWith("wrote ");
    ok("topics", "delete", topic, "--yes");
    assertThat(ok("import", file, "--yes")).startsWith("imported ");
    assertThat(one("topics", "show", topic, "--json").path("queues").asInt()).isEqualTo(2);
    assertThat(ok("export")).contains("\"" + topic + "\" : {");
  }

  @Test
  void who_did_what_is_listed() {
    String topic = fresh("audited");
    ok("topics", "create", topic);

    assertThat(ok("whoami")).containsSubsequence("user", "chief", "role", "FULL");
    assertThat(ok("audit", "--limit", "50")).containsSubsequence("chief", "201");
  }

  @Test
  void a_script_for_completion_knows_the_commands() {
    assertThat(ok("completion")).contains("complete -F", "subscriptions");
  }
}
