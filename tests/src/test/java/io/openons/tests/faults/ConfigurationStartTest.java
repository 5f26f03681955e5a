package io.openons.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openons.broker.OnsBroker;
import io.openons.broker.files.ConfigurationException;
import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a broker whose users or resources file has a fault does not start, and says in one line
 * what is wrong, where, and what to do. Method: the process, and the embedded broker. A failure
 * means a broker that is open to everybody, or a user in front of a stack trace.
 */
class ConfigurationStartTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "users | {'users': 1} | line 1, users[0]: must be an object {...}",
        "resources | {'topics': {'t': {'queues': 0}}} | line 1, topics.t: a topic has 1 to 1024 queues, not 0",
      },
      quoteCharacter = '`')
  void the_process_ends_with_one_sentence(String option, String content, String sentence)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file.json"), content.replace('\'', '"'));
    Path output = folder.resolve("out");
    Path error = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // a short program
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "io.openons.broker.process.Main",
                "--grpc-port=0",
                "--remoting-port=off",
                "--http-port=off",
                "--data-dir=" + folder.resolve("data"),
                "--%s=%s".formatted(option, file))
            .redirectOutput(output.toFile())
            .redirectError(error.toFile())
            .start();
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(error)
          .hasContent("ons-broker: %s file %s, %s\n".formatted(option, file, sentence));
      assertThat(output).isEmptyFile();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_file_that_is_not_there_keeps_an_embedded_broker_from_starting() {
    Path absent = folder.resolve("absent.json");

    assertThat(refusal(OnsBroker.builder().users(absent)))
        .hasMessage(
            "users file %s does not exist; create it or pass another path".formatted(absent));
    assertThat(refusal(OnsBroker.builder().resources(absent)))
        .hasMessage(
            "resources file %s does not exist; create it or pass another path".formatted(absent));
  }

  @Test
  void a_folder_whose_broker_did_not_start_is_free() throws Exception {
    Path data = folder.resolve("data");
    Path users = Files.writeString(folder.resolve("users.json"), "{");
    refusal(OnsBroker.builder().dataDir(data).users(users));

    Files.writeString(users, "{\"users\": []}");
    try (OnsBroker broker = OnsBroker.builder().dataDir(data).users(users).start()) {
      assertThat(broker.dataDir()).isEqualTo(data);
    }
  }

  private static ConfigurationException refusal(OnsBroker.Builder builder) {
    return catchThrowableOfType(ConfigurationException.class, () -> builder.start().close());
  }
}
