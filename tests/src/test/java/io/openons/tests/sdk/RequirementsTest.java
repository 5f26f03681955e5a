package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.tests.style.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Goal: the table of requirements is true.
 *
 * <p>Method: compares docs/requirements.md with the tags of all tests, as their sources have them.
 * A failure names the line that says something else than the tests do.
 */
class RequirementsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (F-\\d+) \\| (.+) \\| (.*) \\|$", Pattern.MULTILINE);
  private static final Pattern TAG =
      Pattern.compile("^ *@Tag\\(\"(F-\\d+)\"\\)", Pattern.MULTILINE);
  private static final String LEFT_OUT = "left out: ";
  private static final List<String> MODULES =
      List.of("java-sdk", "broker-sim", "tests", "tests/apache");

  private static final Map<String, String> rows = new TreeMap<>();
  private static final Map<String, Set<String>> tests = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    Path root = Repository.root();
    Matcher row = ROW.matcher(Files.readString(root.resolve("docs").resolve("requirements.md")));
    while (row.find()) {
      assertThat(rows.put(row.group(1), row.group(3))).as("a second %s", row.group(1)).isNull();
    }
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(RequirementsTest::readTags);
      }
    }
  }

  private static void readTags(Path file) {
    try {
      Matcher tag = TAG.matcher(Files.readString(file));
      while (tag.find()) {
        tests
            .computeIfAbsent(tag.group(1), line -> new TreeSet<>())
            .add(file.getFileName().toString().replace(".java", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the list, which has gaps between its chapters. */
  private static List<String> lines() {
    return Stream.of(
            IntStream.rangeClosed(1, 26),
            IntStream.rangeClosed(30, 46),
            IntStream.rangeClosed(50, 78),
            IntStream.rangeClosed(80, 87),
            IntStream.rangeClosed(90, 94),
            IntStream.rangeClosed(100, 111),
            IntStream.rangeClosed(120, 128),
            IntStream.rangeClosed(130, 133))
        .flatMapToInt(range -> range)
        .mapToObj("F-%03d"::formatted)
        .toList();
  }

  @Test
  void every_line_of_the_list_is_in_the_table_and_nothing_else_is() {
    assertThat(rows.keySet()).containsExactlyElementsOf(lines());
  }

  @Test
  void every_line_names_the_tests_that_carry_its_number_or_why_there_are_none() {
    assertThat(rows)
        .allSatisfy(
            (line, proof) -> {
              if (proof.startsWith(LEFT_OUT)) {
                assertThat(tests).as("%s is left out", line).doesNotContainKey(line);
                assertThat(proof.substring(LEFT_OUT.length())).as(line).isNotBlank();
              } else {
                assertThat(Arrays.asList(proof.split(", ")))
                    .as(line)
                    .containsExactlyElementsOf(tests.getOrDefault(line, Set.of()));
              }
            });
  }

  @Test
  void no_test_carries_a_number_that_the_list_does_not_have() {
    assertThat(lines()).containsAll(tests.keySet());
  }
}
