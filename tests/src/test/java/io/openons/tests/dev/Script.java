package io.openons.tests.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Script {
  private static final long DEADLINE_SECONDS = 120;

  /**
   * What a program said.
   *
   * @param out its standard output
   * @param err its standard error
   */
  record Result(int exitCode, String out, String err) {
    /** The last line of its output that is not empty. */
    String lastLine() {
      return out.strip().lines().reduce("", (before, line) -> line);
    }
  }

  private Script() {}

  /**
   * Runs a program.
   *
   * @param folder an existing folder, which it works in and which gets its output
   * @param environment variables beside those of this process
   */
  static Result run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The tests of ./dev test are themselves run by it.
    builder.environment().keySet().removeAll(List.of("ONS_TEST_GO_ON", "ONS_TEST_ALL"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
          .as("%s ends; it said %s", command, Files.readString(err))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
