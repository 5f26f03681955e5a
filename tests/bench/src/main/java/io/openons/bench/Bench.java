package io.openons.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.bench.client.MessageKind;
import io.openons.bench.client.Protocol;
import io.openons.bench.report.Goals;
import io.openons.bench.report.Machine;
import io.openons.bench.report.Plots;
import io.openons.bench.report.Run;
import io.openons.bench.report.Summary;
import io.openons.bench.server.Server;
import io.openons.bench.server.Servers;
import io.openons.bench.worker.Pace;
import io.openons.bench.worker.Request;
import io.openons.bench.worker.Scenario;
import io.openons.bench.worker.WorkerProcess;
import io.openons.bench.worker.Workers;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The benchmark: every server, every client, every scenario, interleaved and repeated; medians and
 * spread as a table and as JSON.
 *
 * <p>All processes live through all rounds, so that the first round warms them up; one client works
 * at a time, on one server. Each round turns the order around.
 */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Measures servers and clients side by side.")
public final class Bench implements Callable<Integer> {
  /** The number of the round that warms up everything and is not counted. */
  private static final int PRELUDE = 0;

  private static final int PRELUDE_BACKLOG = 60_000;

  /** Large messages are received in fewer pieces. */
  private static final int MAX_BACKLOG_BYTES = 1 << 30;

  private static final int MIN_BACKLOG = 5_000;

  /** What a run leaves on disk until it ends; seen on two cores, and doubled. */
  private static final long FULL_DISK_GIB = 40;

  private static final long QUICK_DISK_GIB = 8;

  @Option(names = "--quick", description = "Less than two minutes; good for a first look only.")
  private boolean quick;

  @Option(
      names = "--rounds",
      description = "How often everything is measured (default: 5; quick: 1).")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--backlog", description = "Messages to receive (default: 150000; quick: 40000).")
  private Optional<Integer> backlog = Optional.empty();

  @Option(
      names = "--rate",
      description = "Messages a second where that is fixed (default: ${DEFAULT-VALUE}).")
  private int rate = 1_000;

  @Option(
      names = "--body-bytes",
      split = ",",
      description = "Sizes of the messages' bodies (default: ${DEFAULT-VALUE}).")
  private List<Integer> bodyBytes = List.of(1_024);

  @Option(
      names = "--servers",
      split = ",",
      description =
          "Of openons, openons-sync (answers after the flush), before, apache, apache-sync,"
              + " apache-broker (no proxy; for the client remoting), null (stores nothing).%n"
              + "Default: openons, apache, null; with --before: openons, before.")
  private List<String> servers = List.of();

  @Option(
      names = "--before",
      description = "The program that runs our broker of another commit, the server before.")
  private Optional<Path> before = Optional.empty();

  @Option(
      names = "--clients",
      split = ",",
      description =
          "Of ons (our SDK), rocketmq (the official client), remoting (the one of that protocol).%n"
              + "Default: ons, rocketmq.")
  private List<String> clients = List.of("ons", "rocketmq");

  @Option(
      names = "--scenarios",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} (default: the first five).")
  private List<Scenario> scenarios = Scenario.USUAL;

  @Option(
      names = "--starts",
      description =
          "How often starting is measured, on openons and apache (default: 5; quick: 1; 0: not at all).")
  private Optional<Integer> starts = Optional.empty();

  @Option(
      names = "--class-paths",
      description = "Folder of the clients' class path files (default: ${DEFAULT-VALUE}).")
  private Path classPaths = Path.of("tests", "bench", "target", "classpath");

  @Option(
      names = "--apache",
      description = "File with the class path of an Apache RocketMQ (default: ${DEFAULT-VALUE}).")
  private Path apache = Path.of("tests", "rocketmq", "target", "classpath.txt");

  @Option(names = "--plots", description = "Folder for pictures, SVG (default: none are made).")
  private Optional<Path> plots = Optional.empty();

  @Mixin private RunOptions options;

  @Option(names = "--help", usageHelp = true, description = "Shows this and ends.")
  private boolean help;

  private final PrintStream out = System.out;
  private final List<Run> runs = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** A server that serves, under its name. */
  private record Target(String name, Server.Running running) {}

  /** One measurement of a round. */
  private record Case(Target target, WorkerProcess worker, Scenario scenario, int bodyBytes) {
    String name(int round) {
      return "%s-%d-%s-%d"
          .formatted(scenario.name(), bodyBytes, worker.peer().name(), round)
          .replace('_', '-');
    }

    String topic(int round) {
      return "bench-" + name(round);
    }

    String group(int round) {
      return "GID-bench-" + name(round);
    }
  }

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (servers.isEmpty()) {
      servers =
          before.isPresent()
              ? List.of(Server.OURS, Server.BEFORE)
              : List.of(Server.OURS, Server.APACHE, Server.NULL);
    }
    Files.createDirectories(options.workDir);
    checkDisk();
    Machine machine = Machine.describe();
    out.println(machine.line());
    Path folder = Server.newFolder(options.workDir, "servers");
    StartUp startUp = new StartUp();
    try (Workers workers = new Workers(clients, classPaths, apache, options.workDir)) {
      measure(workers, folder);
      measureStarts(startUp, workers, folder);
    } catch (IllegalStateException e) {
      failures.add(e.getMessage());
    } finally {
      Folders.delete(folder);
    }
    List<StartUp.Line> startUps = startUp.lines();
    Summary summary = Summary.of(runs);
    List<Goals.Goal> goals = Goals.of(summary);
    out.printf("%n%s%n%n", summary.table());
    if (!startUps.isEmpty()) {
      out.printf("%s%n%n", StartUp.table(startUps));
    }
    out.printf("%s%n%n", Goals.table(goals));
    if (plots.isPresent()) {
      new Plots(summary).write(plots.get());
    }
    out.println("Medians of " + rounds() + " rounds. ~: not every round began with settled rates.");
    out.println("Written to " + write(machine, summary, goals, startUps));
    failures.forEach(failure -> out.println("FAILED: " + failure));
    return failures.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void measure(Workers workers, Path folder) throws IOException, InterruptedException {
    try (Servers started = new Servers(servers, name -> start(name, folder))) {
      List<Case> cases = new ArrayList<>();
      for (int bytes : bodyBytes) {
        for (Scenario scenario : scenarios) {
          started.forEach(
              (name, running) -> {
                if (scenario.needsNoStore() || !name.equals(Server.NULL)) {
                  workers.all().stream()
                      .filter(worker -> running.endpoint(worker.peer().protocol()).isPresent())
                      .forEach(
                          worker ->
                              cases.add(
                                  new Case(new Target(name, running), worker, scenario, bytes)));
                }
              });
        }
      }
      create(cases);
      out.println("  one round to warm up, not counted ...");
      for (int round = PRELUDE; round <= rounds(); round++) {
        for (Case next : inTurn(cases, round)) {
          try {
            Run run = measure(next, round, filler(workers, next));
            if (round != PRELUDE) {
              runs.add(run);
              show(run, rounds() * cases.size());
            }
          } catch (IllegalStateException e) {
            // The others are worth an hour; the end says that this one is missing.
            failures.add(next.target.name + ": " + e.getMessage());
            out.println("  FAILED: " + failures.get(failures.size() - 1));
          }
        }
      }
    }
  }

  private Server.Running start(String name, Path folder) throws InterruptedException {
    out.printf("  starting %s ...%n", name);
    return Server.named(name).launcher().start(place(name, folder));
  }

  private Server.Place place(String name, Path folder) {
    Optional<Path> broker = name.equals(Server.BEFORE) ? before : options.broker;
    return new Server.Place(broker, apache, Server.newFolder(folder, name));
  }

  /** Every measurement has a topic and a group of its own. */
  private void create(List<Case> cases) throws InterruptedException {
    Map<Target, Map<String, MessageKind>> topics = new LinkedHashMap<>();
    Map<Target, List<String>> groups = new LinkedHashMap<>();
    for (Case next : cases) {
      for (int round = PRELUDE; round <= rounds(); round++) {
        topics
            .computeIfAbsent(next.target, absent -> new LinkedHashMap<>())
            .put(next.topic(round), next.scenario.kind());
        groups.computeIfAbsent(next.target, absent -> new ArrayList<>()).add(next.group(round));
      }
    }
    for (Map.Entry<Target, Map<String, MessageKind>> target : topics.entrySet()) {
      target.getKey().running.create(target.getValue(), groups.get(target.getKey()));
    }
  }

  /** The first of the clients that speak as the one that is measured does. */
  private static WorkerProcess filler(Workers workers, Case next) {
    return workers.all().stream()
        .filter(worker -> worker.peer().protocol() == next.worker.peer().protocol())
        .findFirst()
        .orElseThrow();
  }

  private Run measure(Case next, int round, WorkerProcess filler)
      throws IOException, InterruptedException {
    boolean prelude = round == PRELUDE;
    Request request =
        new Request(
            Request.Job.MEASURE,
            next.scenario,
            next.target.running.endpoint(next.worker.peer().protocol()).orElseThrow(),
            next.target.running.pids(),
            next.topic(round),
            next.group(round),
            next.bodyBytes,
            next.scenario.needsBacklog() ? backlog(next.bodyBytes, prelude) : 0,
            rate,
            next.scenario.pace(prelude ? Pace.PRELUDE : pace()));
    if (next.scenario.needsBacklog()) {
      filler.ask(request.with(Request.Job.FILL));
    }
    return new Run(
        next.target.name,
        next.worker.peer().name(),
        next.scenario,
        next.bodyBytes,
        round,
        next.worker.ask(request));
  }

  private void measureStarts(StartUp startUp, Workers workers, Path folder)
      throws IOException, InterruptedException {
    WorkerProcess client = workers.all().get(0);
    if (client.peer().protocol() != Protocol.GRPC) {
      return;
    }
    for (int i = 0; i < starts.orElse(quick ? 1 : 5); i++) {
      for (String name : servers) {
        if (!name.equals(Server.NULL) && !name.equals(Server.APACHE_BROKER)) {
          startUp.measure(
              client, name, () -> Server.named(name).launcher().start(place(name, folder)));
          out.printf("  start %d  %s%n", i + 1, startUp.latest());
        }
      }
    }
  }

  private void checkDisk() throws IOException {
    long free = Files.getFileStore(options.workDir).getUsableSpace() >> 30;
    long needed = quick ? QUICK_DISK_GIB : FULL_DISK_GIB;
    if (free < needed) {
      throw new IOException(
          "%d GiB are free in %s, the benchmark needs %d; name another folder by --work-dir%s"
              .formatted(free, options.workDir, needed, quick ? "" : ", or measure with --quick"));
    }
  }

  private void show(Run run, int all) {
    out.printf(
        "  %3d/%d  round %d  %-24s %-7s %-9s %-9s %,9.0f messages/s  server %6.1f us%s%n",
        runs.size(),
        all,
        run.round(),
        run.scenario().title(),
        Summary.size(run.bodyBytes()),
        run.server(),
        run.client(),
        run.result().rate(),
        run.result().serverMicros(),
        run.result().settled() ? "" : "  (not settled)");
  }

  private Path write(
      Machine machine, Summary summary, List<Goals.Goal> goals, List<StartUp.Line> startUps)
      throws IOException {
    Instant now = Instant.now();
    String stamp =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(now);
    Path file = options.workDir.resolve("bench-" + stamp + ".json");
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(
            file.toFile(),
            new Record(
                now.toString(),
                options.commit,
                machine,
                pace(),
                goals,
                startUps,
                summary.lines(),
                runs));
    return file;
  }

  /** The other way around in every other round, so that no place in the order is better. */
  private static List<Case> inTurn(List<Case> cases, int round) {
    List<Case> order = new ArrayList<>(cases);
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    return order;
  }

  private Pace pace() {
    return quick ? Pace.QUICK : Pace.FULL;
  }

  private int rounds() {
    return rounds.orElse(quick ? 1 : 5);
  }

  private int backlog(int bytes, boolean prelude) {
    int wanted = prelude ? PRELUDE_BACKLOG : backlog.orElse(quick ? 40_000 : 150_000);
    return Math.max(MIN_BACKLOG, Math.min(wanted, MAX_BACKLOG_BYTES / bytes));
  }

  /** What is written as JSON. */
  private record Record(
      String time,
      String commit,
      Machine machine,
      Pace pace,
      List<Goals.Goal> goals,
      List<StartUp.Line> starts,
      List<Summary.Line> summary,
      List<Run> runs) {}
}
