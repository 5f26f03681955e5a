package io.openons.tests.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the one script answers whoever calls it, from wherever. Method: calls it from an empty
 * folder.
 */
class DevScriptTest {
  private static final long DEADLINE_SECONDS = 60;

  @TempDir private Path folder;

  private record Result(int exitCode, String out, String err) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "test",
        "bench",
        "example",
        "broker",
        "reference",
        "package",
        "doctor",
        "help"
      })
  void helpNamesEveryCommand(String command) throws Exception {
    assertThat(dev("help").out()).containsPattern("(?m)^  " + command + " ");
  }

  @Test
  void withoutACommandItHelps() throws Exception {
    assertThat(dev()).isEqualTo(dev("help"));
  }

  @Test
  void anUnknownCommandIsRefusedWithARemedy() throws Exception {
    Result result = dev("tset");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("unknown command: tset").contains("./dev help");
  }

  @Test
  void theDoctorFindsThisMachineReadyAndWritesPlainTextIntoAFile() throws Exception {
    Result result = dev("doctor");

    assertThat(result.out())
        .contains("JDK")
        .contains("Maven")
        .contains("free")
        .doesNotContain("\033");
  }

  private Result dev(String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(Repository.root().resolve("dev").toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.command().addAll(List.of(arguments));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
