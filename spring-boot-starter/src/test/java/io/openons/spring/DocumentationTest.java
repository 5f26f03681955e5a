package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: the example in docs/spring.md works. Method: its programs are the sources of the package
 * example, which the compiler reads and OrdersTest runs. A failure shows the text that differs.
 */
class DocumentationTest {
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path EXAMPLE = Path.of("src/test/java/io/openons/spring/example");

  @Test
  void the_programs_of_the_document_are_those_that_are_tested() throws Exception {
    List<String> programs =
        PROGRAM
            .matcher(Files.readString(Path.of("../docs/spring.md")))
            .results()
            .map(MatchResult::group)
            .map(program -> program.replace("```java\n", "").replace("```", ""))
            .toList();

    try (Stream<Path> files = Files.list(EXAMPLE)) {
      List<String> tested =
          files
              .filter(file -> !file.endsWith("SliceTest.java"))
              .map(DocumentationTest::read)
              .toList();
      assertThat(programs).containsExactlyInAnyOrderElementsOf(tested);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
