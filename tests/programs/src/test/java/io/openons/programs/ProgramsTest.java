package io.openons.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.openons.broker.OnsBroker;
import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a program that is written for the commercial SDK compiles against ons-client alone, at the
 * language levels that such programs have, and does on an old and a new Java what its author means.
 *
 * <p>Method: compiles programs in the styles of the manual's samples and of public code, with
 * nothing on the class path but the jars that we ship and SLF4J, or Spring; runs them in a process
 * beside a broker; compares what they print.
 *
 * <p>A failure means: somebody's program does not build or does something else after its dependency
 * was changed.
 */
class ProgramsTest {
  @TempDir private Path folder;

  /** A Java and a language level for it. */
  record Run(String java, int release) {
    @Override
    public String toString() {
      return "release " + release + " on " + java;
    }
  }

  static Stream<Run> runs() throws Exception {
    Stream<Run> always = Stream.of(new Run(fetched("8"), 8), new Run(JavaCommand.executable(), 17));
    return Boolean.getBoolean("ons.test.all")
        ? Stream.concat(always, Stream.of(new Run(JavaCommand.executable(), 8)))
        : always;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void programs_of_the_manual_and_of_public_code_do_what_they_did(Run run) throws Exception {
    List<Path> with = List.of(Jars.CLIENT, Jars.library("slf4j-api"));

    List<String> printed = printed(run, List.of("manual", "styles"), with, Expectations.CLIENT);

    assertThat(printed).containsAll(Expectations.CLIENT.lines());
    assertThat(printed)
        .noneMatch(line -> line.contains("too early") || line.startsWith("SqlFilter: worth 5"))
        .noneMatch(line -> line.equals("TransactionConsumer: rolled back"));
    assertThat(printed)
        .filteredOn(line -> line.startsWith("SimpleOrderConsumer: step"))
        .containsSubsequence(
            "SimpleOrderConsumer: step 0 of one order",
            "SimpleOrderConsumer: step 1 of one order",
            "SimpleOrderConsumer: step 1 of one order",
            "SimpleOrderConsumer: step 2 of one order");
    try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
      assertThat(logs).anySatisfy(log -> assertThat(log).isNotEmptyFile());
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void programs_with_spring_and_with_the_published_jars_inside_do_what_they_did(Run run)
      throws Exception {
    List<Path> with = new ArrayList<>(List.of(Jars.CLIENT, Jars.COMPAT, Jars.library("slf4j-api")));
    for (String module : List.of("aop", "beans", "context", "core", "expression", "jcl")) {
      with.add(Jars.library("spring-" + module));
    }

    List<String> printed = printed(run, List.of("spring", "compat"), with, Expectations.BESIDE);

    assertThat(printed).containsAll(Expectations.BESIDE.lines());
    assertThat(printed).noneMatch(line -> line.contains("of no interest"));
  }

  /** Compiles and runs the programs of some folders, and returns what they printed. */
  private List<String> printed(
      Run run, List<String> folders, List<Path> libraries, Expectations expected) throws Exception {
    List<Path> classPath = new ArrayList<>();
    for (String each : Stream.concat(Stream.of("run"), folders.stream()).toList()) {
      Path sources = Path.of("src", each, "java");
      classPath.add(
          Sources.compile(sources, run.release(), libraries, folder.resolve("classes-" + each)));
      classPath.add(Path.of("src", each, "resources"));
    }
    classPath.addAll(libraries);
    List<String> command = new ArrayList<>(List.of(run.java()));
    try (OnsBroker broker = OnsBroker.start();
        Discovery discovery = new Discovery(broker.endpoint())) {
      command.addAll(
          List.of(
              "-Dprograms.server=" + broker.endpoint(),
              "-Dprograms.discovery=" + discovery.url(),
              "-Dons.client.logRoot=" + folder.resolve("logs"),
              "-Dons.client.logLevel=INFO",
              "-Dons.client.logFileMaxIndex=20",
              "-Duser.home=" + folder,
              "-cp",
              Sources.joined(classPath),
              "run.Run"));
      command.addAll(expected.programs());
      try (ProgramProcess programs = new ProgramProcess(command, folder.resolve("errors"))) {
        List<String> printed = programs.linesUntil(expected.lines());
        assertThat(programs.end(printed)).isZero();
        return printed;
      }
    }
  }

  /** What the older addresses of the commercial service answer: the servers. */
  private record Discovery(HttpServer server) implements AutoCloseable {
    Discovery(String endpoint) throws IOException {
      this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      byte[] answer = endpoint.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/rocketmq/nsaddr4client-internal",
          exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:"
          + server.getAddress().getPort()
          + "/rocketmq/nsaddr4client-internal";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** The command of another Java, which is fetched when it is not at hand. */
  private static String fetched(String version) throws Exception {
    Process process =
        new ProcessBuilder("../../java-sdk/javas/get_java.sh", version)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String command = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return command.strip();
  }
}
