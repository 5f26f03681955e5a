package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.harness.JavaCommand;
import io.openons.harness.Patience;
import io.openons.tests.style.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: every example works as it stands, and ends by itself.
 *
 * <p>Method: runs each in a process of its own, as its readers do, and compares what it prints;
 * what differs from run to run, message ids and times, is left open.
 */
class ExamplesTest {
  private static final int SIDE_BY_SIDE = 3;
  private static final Path SOURCES =
      Repository.root().resolve("java-sdk/examples/src/main/java/io/openons/examples");

  private static final ExecutorService processes = Executors.newFixedThreadPool(SIDE_BY_SIDE);
  private static final Map<String, Future<Result>> runs = new HashMap<>();
  private static Future<Result> withoutServer;
  private static String nobody;
  private static OnsBroker broker;

  @TempDir private static Path folder;

  /** What an example prints, line by line, as regular expressions. */
  private record Expected(String example, List<String> lines) {
    private static Expected of(String example, String... lines) {
      return new Expected(example, List.of(lines));
    }

    @Override
    public String toString() {
      return example;
    }
  }

  private record Result(int exitCode, List<String> out, String err) {}

  /** Most of the time of a run is the start of its process, or a delay: some run side by side. */
  @BeforeAll
  static void start() throws IOException {
    broker = OnsBroker.start();
    try (ServerSocket reserved = new ServerSocket(0)) {
      nobody = "127.0.0.1:" + reserved.getLocalPort();
    }
    withoutServer = processes.submit(() -> run("Quickstart", nobody));
    for (String example : programs()) {
      runs.put(example, processes.submit(() -> run(example, broker.endpoint())));
    }
  }

  @AfterAll
  static void stop() {
    processes.shutdownNow();
    broker.close();
  }

  static List<Expected> examples() {
    String id = "\\w{34}";
    return List.of(
        Expected.of("Quickstart", "sent: " + id, "received: hello, world"),
        Expected.of(
            "Ordered",
            "sent: 4 steps of 3 orders",
            "order-1: created, paid, packed, shipped",
            "order-2: created, paid, packed, shipped",
            "order-3: created, paid, packed, shipped"),
        Expected.of(
            "Transaction",
            "sent: order-1, CommitTransaction",
            "received: order-1",
            "not sent: order-2, rolled back",
            "sent: order-3, Unknow",
            "asked about: order-3, CommitTransaction",
            "received: order-3"),
        Expected.of(
            "Walkthrough",
            "1. sent and received: hello",
            "2. by tag, paid \\|\\| shipped: paid, shipped",
            "3. in order: 1, 2, 3, 4, 5",
            "4. delayed: a second later",
            "5. the local transaction runs",
            "   committed and received: order-1",
            "6. pulled from 8 queues: read by hand",
            "7. what this producer is and uses:",
            "   state: STARTED",
            "   SendMsgTimeoutMillis: 5,?000 ms \\(default\\)",
            "   SecretKey: \\*\\*\\* \\(given\\)",
            "8. refused: MESSAGE_BODY_EMPTY: .*body.*",
            "   would it help to send it again\\? false"),
        Expected.of(
            "ThreeWaysToSend",
            "stored, synchronous: " + id,
            "stored, with a callback: " + id,
            "stored, with a future: " + id,
            "sent, one-way",
            "received: callback",
            "received: future",
            "received: one-way",
            "received: synchronous"),
        Expected.of("ManyThreads", "sent: 400 by 8 threads", "received: 400"),
        Expected.of(
            "Timed",
            "sent, to be delivered at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d",
            "received: wake up, in time"),
        Expected.of(
            "Delayed",
            "sent, to be delivered in 1 s: please pay",
            "taken back: please pay",
            "sent, to be delivered in 2 s: rate your order",
            "received: rate your order"),
        Expected.of(
            "PullConsume",
            "reading: 8 queues",
            "sent: 20",
            "received: 20",
            "committed: offsets of 8 queues"),
        Expected.of(
            "Broadcast",
            "sent: 3",
            "the first received: price 1, price 2, price 3",
            "the second received: price 1, price 2, price 3"),
        Expected.of(
            "Filters",
            "everything: created 500, paid 20, returned 300, shipped 80",
            "paid \\|\\| shipped: paid 20, shipped 80",
            "amount > 100 AND region = 'north': created 500"),
        Expected.of(
            "Beans",
            "the consumer bean received: an offer",
            "the ordered consumer bean received: a step"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_prints_what_it_is_for_and_ends(Expected expected) throws Exception {
    Result result = runs.get(expected.example()).get(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).as(result.err()).hasSameSizeAs(expected.lines());
    for (int i = 0; i < expected.lines().size(); i++) {
      assertThat(result.out().get(i)).matches(expected.lines().get(i));
    }
  }

  /** How many batches there are depends on when messages arrive; none has more than it may. */
  @Test
  void the_example_of_batches_gets_all_of_its_messages_at_most_ten_at_a_time() throws Exception {
    Result result = runs.get("BatchConsume").get(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("sent: 25").endsWith("received: 25");
    List<Integer> batches =
        result.out().stream()
            .filter(line -> line.startsWith("a batch of "))
            .map(line -> Integer.valueOf(line.substring("a batch of ".length())))
            .toList();
    assertThat(batches).isNotEmpty().allMatch(size -> size <= 10);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(25);
  }

  @Test
  void an_example_without_a_server_ends_with_the_reason_and_exit_code_1() throws Exception {
    Result result = withoutServer.get(Patience.SECONDS, TimeUnit.SECONDS);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(nobody);
    assertThat(result.out()).isEmpty();
  }

  /** An example whose words nobody compares would be one that nobody knows to work. */
  @Test
  void every_example_has_its_test_here() throws IOException {
    List<String> expected =
        Stream.concat(examples().stream().map(Expected::example), Stream.of("BatchConsume"))
            .toList();

    assertThat(expected).containsExactlyInAnyOrderElementsOf(programs());
  }

  private static List<String> programs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .filter(file -> read(file).contains("public static void main("))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .toList();
    }
  }

  private static Result run(String example, String endpoint) throws Exception {
    Path out = Files.createTempFile(folder, example, ".out");
    Path err = Files.createTempFile(folder, example, ".err");
    Process process =
        new ProcessBuilder(
                JavaCommand.executable(),
                "-XX:TieredStopAtLevel=1", // short programs
                "-cp",
                System.getProperty("java.class.path"),
                "io.openons.examples." + example,
                endpoint)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(Patience.SECONDS, TimeUnit.SECONDS))
          .as(() -> "%s ends; it said %s%n%s".formatted(example, read(out), read(err)))
          .isTrue();
      return new Result(process.exitValue(), Files.readAllLines(out), read(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
