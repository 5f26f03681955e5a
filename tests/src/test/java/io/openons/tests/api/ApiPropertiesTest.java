package io.openons.tests.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.TopicSettings;
import io.openons.harness.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Goal: no request makes the API fail, and every answer is as its contract has it. Method: a tool
 * makes requests from the contract, valid and not, and sends them to a broker; more of them in the
 * long run. A failure names the request, as a command that repeats it.
 */
class ApiPropertiesTest {
  private static final boolean ALL = Boolean.getBoolean("ons.test.all");
  private static final int EXAMPLES = ALL ? 300 : 5;

  /** The tool is fetched first. */
  private static final Duration DEADLINE = Patience.LONG.multipliedBy(ALL ? 10 : 3);

  private static final Path SCRIPT = Path.of("api/check.sh").toAbsolutePath();
  private static final Path CONTRACT =
      Path.of("../proto/src/main/resources/openapi/admin.yaml").toAbsolutePath();

  @Test
  void no_request_is_answered_by_a_fault() throws Exception {
    Path target = Files.createDirectories(Path.of("target/api").toAbsolutePath());
    Path log = target.resolve("schemathesis.log");
    try (OnsBroker broker = OnsBroker.start()) {
      // Some names that exist, so that not everything ends with 404.
      broker.createTopic("0", TopicSettings.open(1));
      Process check =
          new ProcessBuilder(
                  SCRIPT.toString(),
                  target.toString(),
                  CONTRACT.toString(),
                  "http://%s/api/v1".formatted(broker.endpoint("http")),
                  String.valueOf(EXAMPLES),
                  // Its answer does not end.
                  "--exclude-path",
                  "/topics/{topic}/tail")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        assertThat(check.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS))
            .as("the check ends")
            .isTrue();
      } finally {
        check.destroyForcibly();
      }
      assertThat(check.exitValue()).as(end(log)).isZero();
    }
  }

  private static String end(Path log) throws Exception {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 8000));
  }
}
