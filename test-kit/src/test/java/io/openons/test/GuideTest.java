package io.openons.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: the guide shows examples that run. Method: looks for their text in docs/testing.md. */
class GuideTest {
  @ParameterizedTest
  @ValueSource(strings = {"delay", "dead letter", "transaction"})
  void the_guide_shows_the_example_as_it_is_tested(String name) throws IOException {
    String source = Files.readString(Path.of("src/test/java/io/openons/test/ExamplesTest.java"));
    var example =
        Pattern.compile(
                "// begin: %s\\n(.*?)\\n\\s*// end: %s".formatted(name, name), Pattern.DOTALL)
            .matcher(source);
    assertThat(example.find()).isTrue();

    assertThat(Files.readString(Path.of("../docs/testing.md")))
        .contains(example.group(1).stripTrailing().stripIndent());
  }
}
