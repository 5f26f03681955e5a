package io.openons.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.harness.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what the README promises first holds, a broker restart included. Method: the demo itself,
 * with fewer orders.
 */
class DemoTest {
  @TempDir private Path folder;

  @Test
  void nothing_is_lost_across_a_restart_and_nothing_is_left_behind() throws Exception {
    int exitCode =
        Programs.commandLine(new Demo())
            .execute("--orders", "1000", "--work-dir", folder.toString());

    assertThat(exitCode).isZero();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("broker.log");
    }
  }

  @Test
  void an_unknown_option_is_refused() {
    assertThat(Programs.commandLine(new Demo()).execute("--order", "1")).isEqualTo(2);
  }
}
