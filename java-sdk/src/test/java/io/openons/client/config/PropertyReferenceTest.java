package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the manual of properties is what the client reads by.
 *
 * <p>Method: compares the committed reference with the table.
 *
 * <p>A failure means: users read defaults and ranges that do not hold.
 */
class PropertyReferenceTest {
  private static final boolean WRITES = Boolean.getBoolean("ons.writeReference");

  static Stream<Arguments> committed() {
    return Stream.of(
        Arguments.of(Path.of("..", "docs", "properties.md"), PropertyReference.page()),
        Arguments.of(
            Path.of("src", "main", "resources", "io", "openons", "client", "properties.json"),
            PropertyReference.json()));
  }

  @ParameterizedTest
  @MethodSource
  void committed(Path file, String generated) throws IOException {
    if (WRITES) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }

    assertThat(file)
        .as("run ./dev reference, and commit what it writes")
        .content()
        .isEqualTo(generated);
  }

  @Test
  void programs_find_the_table_on_the_class_path() throws IOException {
    try (var json = OnsProperties.class.getResourceAsStream("/io/openons/client/properties.json")) {
      assertThat(json).isNotNull();
    }
  }
}
