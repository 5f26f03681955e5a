package io.openons.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: the check of {@code ./dev check-migration} finds in Java programs what is missing, with a
 * remedy, and nothing in programs that compile. Method: runs it on the programs beside this test,
 * and on one that imports from the inside of the published clients. A failure means: a team learns
 * too late, or for nothing, that its program needs a change.
 */
class MigrationCheckTest {
  @TempDir private Path folder;
  private int code;

  @Test
  void nothing_is_missing_in_programs_that_compile() throws Exception {
    List<String> said = check("src/manual", "src/styles", "src/compat", "src/spring");

    assertThat(said).last().asString().startsWith("nothing is missing");
    assertThat(code).isZero();
  }

  @Test
  void what_nobody_offers_is_found_and_each_kind_has_its_remedy() throws Exception {
    List<String> said = check("src/migration");

    assertThat(said)
        .filteredOn(line -> line.endsWith("is missing"))
        .extracting(line -> line.replaceAll(".*import (\\S+\\.)?(\\w+) is missing", "$2"))
        .containsExactlyInAnyOrder(
            "OnsTraceConstants",
            "ExactlyOnceONSFactory",
            "ProducerImpl",
            "ClientAbstract",
            "Context",
            "DefaultMQProducer",
            "ByteBuf");
    assertThat(said)
        .filteredOn(line -> line.contains("*: "))
        .hasSize(7)
        .anyMatch(line -> line.startsWith("ExactlyOnce*: ") && line.contains("in the transaction"));
    assertThat(code).isEqualTo(1);
  }

  private List<String> check(String... paths) throws Exception {
    Path root = Path.of("../..").toAbsolutePath().normalize();
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JavaCommand.executable(), root + "/.ci/CheckMigration.java"));
    command.add(root.toString());
    command.addAll(List.of(paths));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(2 * Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    code = process.exitValue();
    return Files.readAllLines(said, UTF_8);
  }
}
