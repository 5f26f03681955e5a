package io.openons.tests.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: every file is finished and readable. Method: every rule on every tracked text file, and on
 * a line that breaks it. A failure names file, line and rule.
 */
class TidyTest {
  private static final String FILLER =
      "~"; // keeps the bad examples below from being bad in this file
  private static final Path ANY_TEST = Path.of("tests", "src", "test", "java", "Any.java");

  @TempDir private Path folder;

  @Test
  void every_tracked_file_is_tidy() throws IOException, InterruptedException {
    Path root = Repository.root();
    List<Tidy.Finding> findings = new ArrayList<>();
    for (Path file : Repository.textFiles()) {
      findings.addAll(Tidy.check(root, file));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void the_list_of_files_is_not_empty() throws IOException, InterruptedException {
    assertThat(Repository.textFiles()).contains(Path.of("dev"), Path.of("README.md"));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "NO_UNFINISHED_MARKERS,// TO~DO: later",
        "NO_UNFINISHED_MARKERS,// FIX~ME",
        "NO_UNFINISHED_MARKERS,@Dis~abled",
        "NO_TRAILING_BLANKS,int x; ~",
        "NO_SLEEPS_IN_TESTS,Thread.sle~ep(10);",
        "NO_SLEEPS_IN_TESTS,  sle~ep 1",
        "NO_MACHINE_PATHS,cd /hom~e/me/project",
        "NO_MACHINE_PATHS,\"/roo~t/.m2\"",
      })
  void each_rule_finds_the_line_that_breaks_it(Tidy rule, String line) {
    assertThat(rule.findings(folder, ANY_TEST, List.of("fine", line.replace(FILLER, ""))))
        .containsExactly(new Tidy.Finding(rule, ANY_TEST, 2, line.replace(FILLER, "")));
  }

  @Test
  void a_line_of_120_is_right_and_one_of_121_is_too_long() {
    List<String> lines = List.of("x".repeat(120), "x".repeat(121));

    assertThat(Tidy.LINES_OF_AT_MOST_120.findings(folder, ANY_TEST, lines))
        .extracting(Tidy.Finding::line)
        .containsExactly(2);
  }

  @Test
  void a_link_to_a_file_that_is_not_there_is_broken() throws IOException {
    Files.createFile(folder.resolve("there.md"));
    List<String> lines =
        List.of("[a](there.md#part)", "[b](missing.md)", "[c](https://example.org/missing.md)");

    assertThat(Tidy.NO_BROKEN_LINKS.findings(folder, Path.of("page.md"), lines))
        .extracting(Tidy.Finding::line)
        .containsExactly(2);
  }

  @Test
  void code_in_fences_is_no_link_and_what_follows_it_is_read() {
    List<String> lines =
        List.of(
            "```cpp",
            "on(\"*\", [](const Message& message) {",
            "```",
            "[b](missing.md)",
            "  ```",
            "[c](missing.md)",
            "  ```",
            "[d](missing.md)");

    assertThat(Tidy.NO_BROKEN_LINKS.findings(folder, Path.of("page.md"), lines))
        .extracting(Tidy.Finding::line)
        .containsExactly(4, 8);
  }

  @Test
  void a_header_of_a_protocol_is_fine_outside_of_the_core_of_the_broker() {
    String broker = "broker-sim/src/main/java/io/openons/broker/";
    List<String> lines = List.of("fine", "\"x-m" + "q-client-id\"");

    assertThat(findings(broker + "core/session/Any.java", lines)).containsExactly(2);
    assertThat(findings(broker + "server/grpc/v2/Any.java", lines)).isEmpty();
  }

  private List<Integer> findings(String file, List<String> lines) {
    return Tidy.NO_WORDS_OF_PROTOCOLS_IN_THE_CORE
        .findings(folder, Path.of(file), lines)
        .map(Tidy.Finding::line)
        .toList();
  }

  @Test
  void a_pause_is_fine_outside_of_tests() {
    Path script = Path.of("dev");

    assertThat(Tidy.NO_SLEEPS_IN_TESTS.findings(folder, script, List.of("sle" + "ep 1"))).isEmpty();
  }
}
