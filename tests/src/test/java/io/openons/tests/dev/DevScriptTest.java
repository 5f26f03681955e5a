package io.openons.tests.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.tests.style.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the one script answers every caller, in any folder. Method: calls it from an empty folder.
 * A failure means a command that a newcomer reads about and cannot use.
 */
class DevScriptTest {
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "test",
        "bench",
        "conformance",
        "simulate",
        "example",
        "broker",
        "reference",
        "package",
        "doctor",
        "help"
      })
  void help_names_every_command(String command) throws Exception {
    assertThat(dev("help").out()).containsPattern("(?m)^  " + command + "\\s");
  }

  @Test
  void without_a_command_it_helps() throws Exception {
    assertThat(dev()).isEqualTo(dev("help"));
  }

  @Test
  void an_unknown_command_is_refused_with_a_remedy() throws Exception {
    Script.Result result = dev("tset");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("unknown command: tset").contains("./dev help");
  }

  @Test
  void the_doctor_finds_this_machine_ready_and_writes_plain_text_into_a_file() throws Exception {
    assertThat(dev("doctor").out())
        .contains("JDK")
        .contains("Maven")
        .contains("free")
        .doesNotContain("\033");
  }

  @Test
  void the_help_of_test_names_every_module_of_the_build() throws Exception {
    String help = dev("test", "--help").out();

    String pom = Files.readString(Repository.root().resolve("pom.xml"));
    List<String> modules = MODULE.matcher(pom).results().map(found -> found.group(1)).toList();
    assertThat(modules).contains("proto", "tests/conformance/runner");
    // The server's class path and the list of versions hold no tests.
    List<String> without = List.of("tests/rocketmq", "bom");
    assertThat(modules.stream().filter(module -> !without.contains(module)))
        .allSatisfy(module -> assertThat(help).containsPattern("[ ,]" + module + "[ ,\\n]"));
  }

  @Test
  void every_module_that_test_knows_can_be_built_without_its_tests() throws Exception {
    String pom = Files.readString(Repository.root().resolve("pom.xml"));
    List<String> names =
        Pattern.compile("(?m)^  (\\w+) +[\\w/,-]+(?: \\(needs.*)?$")
            .matcher(dev("test", "--help").out())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(names).contains("proto", "broker", "conformance");
    assertThat(names).allSatisfy(name -> assertThat(pom).contains("<skip." + name + ">false<"));
  }

  @Test
  void an_unknown_module_is_refused_with_the_names_of_all() throws Exception {
    Script.Result result = dev("test", "brokr");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("no module: brokr").contains("proto sdk ");
  }

  @Test
  void an_option_of_maven_is_refused_with_the_place_where_it_may_stand() throws Exception {
    Script.Result result = dev("test", "-pl", "proto");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("unknown option of test: -pl").contains("-- -pl");
  }

  private Script.Result dev(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Repository.root().resolve("dev").toString()));
    command.addAll(List.of(arguments));
    return Script.run(folder, Map.of(), command);
  }
}
