package io.openons.ctl;

import static io.openons.ctl.LiveBroker.GROUP;
import static io.openons.ctl.LiveBroker.TOPIC;
import static io.openons.ctl.LiveBroker.chief;
import static io.openons.ctl.LiveBroker.guest;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.ctl.screen.Screen;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;

/**
 * Goal: every command answers somebody without the right, and wrong input, by its exit code and
 * words. Method: two tables with each command of the program. A failure means a change that was not
 * allowed, or an answer that helps nobody.
 */
class RefusalTest {
  @RegisterExtension static final LiveBroker BROKER = new LiveBroker();

  /** What changes something, and so is not for those who may only look. */
  static final List<String> CHANGES =
      List.of(
          "topics create refused",
          "topics change live --queues 9",
          "topics delete live --yes",
          "groups create GID_refused",
          "groups change GID_live --max-attempts 2",
          "groups delete GID_live --yes",
          "offsets reset GID_live live --latest --yes",
          "messages recall live handle",
          "send live text",
          "dlq resend GID_live 0 0",
          "transactions commit 1 --yes",
          "transactions rollback 1 --yes",
          "import DEFINITIONS --yes",
          "bench live --duration 1ms");

  /** What looks, and so is for operators only. */
  static final List<String> LOOKS =
      List.of(
          "overview",
          "topics list",
          "topics show live",
          "topics queues live",
          "topics groups live",
          "groups list",
          "groups show GID_live",
          "groups members GID_live",
          "groups subscriptions GID_live",
          "groups lag GID_live",
          "messages find live",
          "messages show live 0 0",
          "messages body live 0 0 -o NEW",
          "tail live",
          "dlq list GID_live",
          "clients list",
          "clients show x",
          "transactions list",
          "export",
          "audit",
          "top --times 1");

  /** Words that are wrong, and a part of the answer. */
  static final List<List<String>> WRONG =
      List.of(
          List.of("context add bad/name --server x", "no name of a context"),
          List.of("context list more", "Unmatched argument"),
          List.of("context use", "NAME"),
          List.of("context remove", "NAME"),
          List.of("overview --times 2", "--times needs --watch"),
          List.of("topics list --limit 0", "--limit is 1 to 1000000"),
          List.of("topics show", "TOPIC"),
          List.of("topics queues live --watch 1x", "no amount of time"),
          List.of("topics groups live --limit many", "--limit"),
          List.of("topics create live2 --queues 0", "queues"),
          List.of("topics change live", "nothing to change"),
          List.of("topics delete live", "--yes goes on"),
          List.of("groups list --after x", "Unknown option"),
          List.of("groups show", "GROUP"),
          List.of("groups members", "GROUP"),
          List.of("groups subscriptions", "GROUP"),
          List.of("groups lag GID_live --watch 1ms", "100ms or more"),
          List.of("groups create GID_x --max-attempts 0", "1 to 1000 times"),
          List.of("groups change GID_live", "nothing to change"),
          List.of("groups delete GID_live", "--yes goes on"),
          List.of("messages find live --id a --key b", "mutually exclusive"),
          List.of("messages show live 0", "OFFSET"),
          List.of("messages body live 0 0", "--output"),
          List.of("messages recall live", "HANDLE"),
          List.of("send live", "one of BODY, --file and --lines"),
          List.of("tail live --tag a --sql b", "mutually exclusive"),
          List.of("offsets reset GID_live live", "--earliest"),
          List.of("dlq list", "GROUP"),
          List.of("dlq resend GID_live 0", "QUEUE and OFFSET"),
          List.of("clients list --limit -1", "--limit is"),
          List.of("clients show", "CLIENT"),
          List.of("transactions list --set-aside=maybe", "--set-aside"),
          List.of("transactions commit x", "--yes goes on"),
          List.of("transactions rollback x", "--yes goes on"),
          List.of("export --output", "--output"),
          List.of("import /no/such/file --yes", "there is no file"),
          List.of("doctor --topic", "--topic"),
          List.of("whoami --timeout soon", "no amount of time"),
          List.of("audit --limit 0", "--limit is"),
          List.of("top --rows 0", "--rows is 1 to 1000"),
          List.of("bench live --rate 0", "--rate is above 0"),
          List.of("diagnose", "FILE"),
          List.of("completion zsh", "Unmatched argument"),
          List.of("send live {{nothing}} --template", "no place of a template"),
          List.of("send live x --delay 1h --deliver-at now", "write one of them"),
          List.of("offsets reset GID_live live --time yesterday", "no moment"),
          List.of("topics", "Missing required subcommand"),
          List.of("topcis list", "topcis"));

  @TempDir static Path folder;

  private static String[] words(String line) throws Exception {
    Path definitions = folder.resolve("definitions.json");
    Files.writeString(definitions, "{\"topics\":{\"refused\":{\"queues\":1}}}");
    return line.replace("DEFINITIONS", definitions.toString())
        .replace("NEW", folder.resolve("new").toString())
        .split(" ");
  }

  @ParameterizedTest
  @FieldSource("CHANGES")
  void who_may_only_look_changes_nothing(String line) throws Exception {
    Cli.Result result = guest().run(words(line));

    assertThat(result.code()).as(result.toString()).isEqualTo(4);
    assertThat(result.err()).startsWith("error: ");
  }

  @ParameterizedTest
  @FieldSource("LOOKS")
  void who_has_no_keys_or_wrong_ones_sees_nothing(String line) throws Exception {
    Cli.Result nobody = Cli.at(LiveBroker.endpoint()).run(words(line));

    assertThat(nobody.code()).as(nobody.toString()).isEqualTo(4);
    assertThat(nobody.err()).contains("--access-key");
    assertThat(nobody.out()).isEmpty();
  }

  @Test
  void wrong_keys_are_refused_and_what_is_open_to_all_says_so() {
    Cli wrong = Cli.at(LiveBroker.endpoint()).as("chief", "wrong-key");
    Cli.Result result = wrong.run("topics", "list");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("access key 'chief'").doesNotContain("wrong-key");
    assertThat(Cli.at(LiveBroker.endpoint()).run("whoami").out()).contains("NONE");
    Cli service = Cli.at(LiveBroker.endpoint()).as("service", "secret-of-the-service");
    assertThat(service.run("topics", "list").code()).isEqualTo(4);
    assertThat(guest().run("groups", "lag", GROUP).code()).isZero();
    assertThat(guest().run("messages", "find", TOPIC).code()).isZero();
  }

  @ParameterizedTest
  @FieldSource("WRONG")
  void wrong_input_is_answered_with_what_is_wrong(List<String> wrong) throws Exception {
    Cli.Result result = chief().run(words(wrong.get(0)));

    assertThat(result.code()).as(result.toString()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: ").contains(wrong.get(1));
  }

  @Test
  void every_command_is_in_these_tables() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    var screen = new Screen(System.in, nowhere, nowhere, false, false, false, 100);
    List<String> commands = new ArrayList<>();
    leaves("", Program.commandLine(screen, Map.of(), "/nowhere"), commands);
    List<String> open = List.of("context", "doctor", "whoami", "diagnose", "completion");

    assertThat(commands)
        .hasSizeGreaterThan(40)
        .allMatch(command -> isIn(WRONG.stream().map(w -> w.get(0)), command), "has wrong input")
        .allMatch(
            command ->
                isIn(Stream.concat(CHANGES.stream(), LOOKS.stream()), command)
                    || open.contains(command.split(" ")[0]),
            "is refused");
  }

  private static boolean isIn(Stream<String> lines, String command) {
    return lines.anyMatch(line -> (line + " ").startsWith(command + " "));
  }

  private static void leaves(String prefix, CommandLine line, List<String> found) {
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getCommandSpec().usageMessage().hidden()) {
                return;
              }
              if (command.getSubcommands().isEmpty()) {
                found.add(prefix + name);
              }
              leaves(prefix + name + " ", command, found);
            });
  }
}
