package io.openons.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.harness.BrokerProcess;
import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker that cannot start says in one line what is wrong and what to do, and ends with a
 * code. Method: the process with bad surroundings. A failure means a user in front of a stack
 * trace, or of nothing.
 */
class BrokerStartTest {
  private static final int CANNOT_START = 1;
  private static final int BAD_OPTION = 2;

  @TempDir Path folder;

  @Test
  void a_port_in_use() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertEnds(
          CANNOT_START,
          "ons-broker: cannot listen on 127.0.0.1 port " + taken.getLocalPort(),
          "--grpc-port=" + taken.getLocalPort());
    }
  }

  @Test
  void a_remoting_port_in_use_names_the_option() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertEnds(
          CANNOT_START,
          "choose another address or port (--remoting-port)",
          "--grpc-port=0",
          "--remoting-port=" + taken.getLocalPort());
    }
  }

  @Test
  void an_address_of_another_machine() throws Exception {
    assertEnds(
        CANNOT_START,
        "ons-broker: cannot listen on 192.0.2.1",
        "--bind=192.0.2.1",
        "--grpc-port=0");
  }

  @Test
  void a_folder_with_other_things() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("thesis.txt"), "mine");
    assertEnds(CANNOT_START, "holds other files (thesis.txt)", "--data-dir=" + home);
  }

  @Test
  void a_folder_that_is_a_file() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertEnds(CANNOT_START, "is a file; name a folder", "--data-dir=" + file);
  }

  @Test
  void a_folder_in_use() throws Exception {
    try (OnsBroker other = OnsBroker.builder().dataDir(folder.resolve("data")).start()) {
      assertEnds(CANNOT_START, "is in use by another broker", "--data-dir=" + other.dataDir());
    }
  }

  @Test
  void an_unknown_option() throws Exception {
    assertEnds(BAD_OPTION, "Unknown option: '--grpc-prot=1'", "--grpc-prot=1");
  }

  @Test
  void values_out_of_range() throws Exception {
    assertEnds(BAD_OPTION, "grpc-port is 70000; allowed are 0 to 65535", "--grpc-port=70000");
    assertEnds(
        BAD_OPTION,
        "remoting-port is 'none'; allowed are 0 to 65535, and off",
        "--remoting-port=none");
    assertEnds(BAD_OPTION, "queues is 0; allowed are 1 to 1024", "--queues=0");
    assertEnds(
        BAD_OPTION,
        "flush-mode is 'sometimes'; allowed are async and sync",
        "--flush-mode=sometimes");
    assertEnds(BAD_OPTION, "retention-hours is 0; allowed are 1 to 87600", "--retention-hours=0");
    assertEnds(BAD_OPTION, "advertise is 'nowhere': write HOST:PORT", "--advertise=nowhere");
  }

  @Test
  void a_tls_certificate_without_its_key_or_without_itself() throws Exception {
    assertEnds(BAD_OPTION, "go together", "--tls-certificate=" + folder.resolve("none.pem"));
    assertEnds(
        CANNOT_START,
        "none.pem",
        "--tls-certificate=" + folder.resolve("none.pem"),
        "--tls-key=" + folder.resolve("none.key"));
  }

  @Test
  void a_configuration_file_that_is_absent_or_has_an_unknown_key() throws Exception {
    assertEnds(BAD_OPTION, "cannot be read", "--config=" + folder.resolve("absent.properties"));
    Path file = Files.writeString(folder.resolve("broker.properties"), "grpc-prot=1\n");
    assertEnds(BAD_OPTION, "'grpc-prot'; expected one of", "--config=" + file);
  }

  @Test
  void the_command_line_wins_over_the_environment_and_that_over_the_file() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("broker.properties"), "queues=0\ngrpc-port=70000\nflush-mode=sync\n");
    Map<String, String> environment = Map.of("ONS_BROKER_QUEUES", "2000");

    Ended ended = run(environment, List.of("--config", file.toString(), "--grpc-port", "0"));
    assertThat(ended.error).contains("queues is 2000");
  }

  @Test
  void a_misspelt_environment_variable() throws Exception {
    Ended ended = run(Map.of("ONS_BROKER_QUEUE", "4"), List.of("--grpc-port=0"));

    assertThat(ended.code).isEqualTo(BAD_OPTION);
    assertThat(ended.error)
        .contains("unknown environment variable: 'ONS_BROKER_QUEUE'; expected one of");
  }

  @Test
  void sigterm_ends_the_process_and_frees_port_and_folder() throws Exception {
    BrokerProcess.Launch launch =
        BrokerProcess.Launch.shortLived(
            folder.resolve("data"), folder.resolve("broker.log"), List.of());
    BrokerProcess first = BrokerProcess.start(launch, 0);
    try (BrokerProcess again = first.restart()) {
      assertThat(again.endpoint()).isEqualTo(first.endpoint());
    }
  }

  @Test
  void an_embedded_broker_leaves_no_thread_and_no_folder_behind() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    OnsBroker broker = OnsBroker.start();
    Path data = broker.dataDir();
    assertThat(data).exists();
    broker.close();
    broker.close();

    assertThat(data).doesNotExist();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (!before.contains(thread)) {
        // The libraries' shared timers end by themselves, about a second after their last user.
        thread.join(TimeUnit.SECONDS.toMillis(10));
      }
    }
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toSet()))
        .isEmpty();
  }

  private record Ended(int code, String output, String error) {}

  private void assertEnds(int code, String text, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("--data-dir"))) {
      all.add("--data-dir=" + folder.resolve("unused"));
    }
    Ended ended = run(Map.of(), all);
    assertThat(ended.error).contains(text).startsWith("ons-broker: ").hasLineCount(1);
    assertThat(ended.output).isEmpty();
    assertThat(ended.code).isEqualTo(code);
  }

  private Ended run(Map<String, String> environment, List<String> options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // a short program
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "io.openons.broker.process.Main"));
    command.addAll(options);
    Path output = Files.createTempFile(folder, "out", "");
    Path error = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output.toFile()).redirectError(error.toFile()).start();
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS))
          .as("%s ends", options)
          .isTrue();
      return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    } finally {
      process.destroyForcibly();
    }
  }
}
