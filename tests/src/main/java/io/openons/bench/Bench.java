package io.openons.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.harness.Folders;
import io.openons.harness.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark: every client, every scenario, interleaved and repeated; medians and spread as a
 * table and as JSON.
 *
 * <p>The clients' processes live through all rounds, so that the first round warms them up; one
 * works at a time. Each round turns the order of the clients around.
 */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Measures clients side by side against a broker, 1 KiB messages.")
public final class Bench implements Callable<Integer> {
  private static final int BODY_BYTES = 1_024;

  /** The number of the round that warms up everything and is not counted. */
  private static final int PRELUDE = 0;

  private static final int PRELUDE_BACKLOG = 20_000;

  /** What a run leaves on disk until it ends; seen on two cores, and doubled. */
  private static final long FULL_DISK_GIB = 20;

  private static final long QUICK_DISK_GIB = 4;

  @Option(names = "--quick", description = "Less than a minute; good for a first look only.")
  private boolean quick;

  @Option(
      names = "--rounds",
      description = "How often everything is measured (default: 5; quick: 2).")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--backlog", description = "Messages to receive (default: 300000; quick: 60000).")
  private Optional<Integer> backlog = Optional.empty();

  @Option(
      names = "--clients",
      split = ",",
      description =
          "Of ons, rocketmq (default: all). The first is what the others are compared with.")
  private List<String> clients = Peer.ALL.stream().map(Peer::name).toList();

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} (default: all).")
  private List<Scenario> scenarios = List.of(Scenario.values());

  @Option(
      names = "--broker-jar",
      description = "The broker's runnable jar (default: the broker on the class path).")
  private Optional<Path> brokerJar = Optional.empty();

  @Option(
      names = "--class-paths",
      description = "Folder of the clients' class path files (default: ${DEFAULT-VALUE}).")
  private Path classPaths = Path.of("tests", "target", "classpath");

  @Option(
      names = "--work-dir",
      description = "Folder for results, logs and messages (default: ${DEFAULT-VALUE}).")
  private Path workDir = Path.of("target", "bench");

  @Option(names = "--commit", description = "What is measured, for the record.")
  private String commit = "unknown";

  @Option(names = "--help", usageHelp = true, description = "Shows this and ends.")
  private boolean help;

  private final PrintStream out = System.out;
  private final List<Run> runs = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(workDir);
    checkDisk();
    Machine machine = Machine.describe();
    out.println(machine.line());
    for (Server server : Server.ALL) {
      measure(server);
    }
    Summary summary = Summary.of(runs);
    out.printf("%n%s%n%n", summary.table());
    out.println("Medians of " + rounds() + " rounds. ~: not every round began with settled rates.");
    out.println("Written to " + write(machine, summary));
    return CommandLine.ExitCode.OK;
  }

  private void measure(Server server) throws IOException, InterruptedException {
    Path dataDir = Files.createTempDirectory(workDir.toAbsolutePath(), "data-");
    Path log = Files.writeString(workDir.resolve(server.name() + ".log"), "");
    List<WorkerProcess> workers = new ArrayList<>();
    try (Server.Running running =
        server.launcher().start(new Server.Place(brokerJar, dataDir, log))) {
      for (String client : clients) {
        workers.add(new WorkerProcess(peer(client), classPaths, workDir));
      }
      out.println("  one round to warm up, not counted ...");
      for (int round = PRELUDE; round <= rounds(); round++) {
        for (Scenario scenario : scenarios) {
          for (WorkerProcess worker : inTurn(workers, round)) {
            Run run = measure(server, running, scenario, round, worker, workers.get(0));
            if (round != PRELUDE) {
              runs.add(run);
              show(run);
            }
          }
        }
      }
    } finally {
      for (WorkerProcess worker : workers) {
        worker.close();
      }
      Folders.delete(dataDir);
    }
  }

  /** Every measurement has a topic and a group of its own. */
  private Run measure(
      Server server,
      Server.Running running,
      Scenario scenario,
      int round,
      WorkerProcess worker,
      WorkerProcess filler)
      throws IOException, InterruptedException {
    String client = worker.peer().name();
    String name = "%s-%s-%d".formatted(scenario.name(), client, round).replace('_', '-');
    Request request =
        new Request(
            Request.Job.MEASURE,
            scenario,
            running.endpoint(),
            running.pid(),
            "bench-" + name,
            "GID-bench-" + name,
            BODY_BYTES,
            scenario.needsBacklog() ? (round == PRELUDE ? PRELUDE_BACKLOG : backlog()) : 0,
            round == PRELUDE ? Pace.PRELUDE : pace());
    if (scenario.needsBacklog()) {
      filler.ask(request.with(Request.Job.FILL));
    }
    return new Run(server.name(), client, scenario, round, worker.ask(request));
  }

  private void checkDisk() throws IOException {
    long free = Files.getFileStore(workDir).getUsableSpace() >> 30;
    long needed = quick ? QUICK_DISK_GIB : FULL_DISK_GIB;
    if (free < needed) {
      throw new IOException(
          "%d GiB are free in %s, the benchmark needs %d; name another folder by --work-dir%s"
              .formatted(free, workDir, needed, quick ? "" : ", or measure with --quick"));
    }
  }

  private void show(Run run) {
    int all = Server.ALL.size() * rounds() * scenarios.size() * clients.size();
    out.printf(
        "  %3d/%d  round %d  %-24s %-10s %,9.0f messages/s%s%n",
        runs.size(),
        all,
        run.round(),
        run.scenario().title(),
        run.client(),
        run.result().rate(),
        run.result().settled() ? "" : "  (not settled)");
  }

  private Path write(Machine machine, Summary summary) throws IOException {
    Instant now = Instant.now();
    String stamp =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(now);
    Path file = workDir.resolve("bench-" + stamp + ".json");
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(
            file.toFile(),
            new Record(
                now.toString(),
                commit,
                machine,
                BODY_BYTES,
                pace(),
                backlog(),
                summary.lines(),
                runs));
    return file;
  }

  private static List<WorkerProcess> inTurn(List<WorkerProcess> workers, int round) {
    List<WorkerProcess> order = new ArrayList<>(workers);
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    return order;
  }

  private static Peer peer(String name) {
    return Peer.ALL.stream()
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no client is called %s; there are %s"
                        .formatted(name, Peer.ALL.stream().map(Peer::name).toList())));
  }

  private Pace pace() {
    return quick ? Pace.QUICK : Pace.FULL;
  }

  private int rounds() {
    return rounds.orElse(quick ? 2 : 5);
  }

  private int backlog() {
    return backlog.orElse(quick ? 60_000 : 300_000);
  }

  /** What is written as JSON. */
  private record Record(
      String time,
      String commit,
      Machine machine,
      int bodyBytes,
      Pace pace,
      int backlog,
      List<Summary.Line> summary,
      List<Run> runs) {}
}
