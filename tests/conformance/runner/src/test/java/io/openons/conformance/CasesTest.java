package io.openons.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.conformance.cases.Case;
import io.openons.conformance.cases.Feature;
import io.openons.conformance.cases.Specification;
import io.openons.conformance.drivers.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Goal: the specification is written from the cases, and each case names what it covers. Method:
 * reads all cases and compares them with the committed text. A failure means: readers of the
 * specification read of cases that are not run.
 */
class CasesTest {
  private static final int PROMISED = 60;

  private final Path folder = Places.find().conformance();
  private final List<Feature> features = Feature.readAll(folder.resolve("cases"));

  @Test
  void the_specification_is_written_from_the_cases() throws IOException {
    Map<String, String> committed = new TreeMap<>();
    try (var files = Files.list(folder.resolve("spec"))) {
      for (Path file : files.toList()) {
        committed.put(file.getFileName().toString(), Files.readString(file));
      }
    }

    assertThat(committed)
        .as("tests/conformance/spec; write it by ./dev conformance --list --write")
        .isEqualTo(Specification.of(features));
  }

  @Test
  void there_are_as_many_cases_as_promised_and_each_names_what_it_covers() {
    List<Case> cases = features.stream().flatMap(feature -> feature.cases().stream()).toList();

    assertThat(cases).hasSizeGreaterThanOrEqualTo(PROMISED);
    assertThat(cases)
        .allSatisfy(
            one ->
                assertThat(one.covers())
                    .as(one.name())
                    .isNotEmpty()
                    .allMatch(line -> line.matches("[FG]-\\d{3}")));
  }
}
