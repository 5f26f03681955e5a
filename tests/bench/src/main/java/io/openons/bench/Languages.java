package io.openons.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.bench.client.SdkProgram;
import io.openons.bench.report.Machine;
import io.openons.bench.report.Summary;
import io.openons.bench.server.Server;
import io.openons.harness.Folders;
import io.openons.harness.JavaCommand;
import io.openons.harness.Programs;
import io.openons.harness.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Our SDK in each language on our broker: the same measures by a program in each, interleaved and
 * repeated, as ratios to Java. Of the rounds in a program, only the last {@value #COUNTED} count;
 * those before let the compilers settle.
 */
@Command(
    name = "bench-languages",
    sortOptions = false,
    description = "Measures our SDK in several languages side by side.")
public final class Languages implements Callable<Integer> {
  private static final int COUNTED = 2;
  private static final int DEADLINE_MINUTES = 10;
  private static final String JAVA = "java";
  private static final String START = "start";

  /** What the goals are for asynchronous sends and listeners. */
  private static final Map<String, Double> GOALS = Map.of("cpp", 0.9, "dotnet", 0.8, "python", 0.6);

  @Option(
      names = "--program",
      description =
          "NAME=COMMAND of a program that takes --endpoint, --count, --bytes, --in-flight, --rounds; words"
              + " separated by blanks; several times. Java is always there.")
  private Map<String, String> programs = new LinkedHashMap<>();

  @Option(
      names = "--java",
      description =
          "The Java that runs the program in Java: best the one of the bundle, as for the others (default: this one).")
  private String java = JavaCommand.executable();

  @Option(names = "--repeat", description = "How often each runs (default: ${DEFAULT-VALUE}).")
  private int repeat = 3;

  @Option(names = "--count", description = "Messages a measure (default: ${DEFAULT-VALUE}).")
  private int count = 100_000;

  @Option(names = "--bytes", description = "Size of a body (default: ${DEFAULT-VALUE}).")
  private int bytes = 1_024;

  @Option(names = "--rounds", description = "Rounds in a program (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Mixin private RunOptions options;

  private final PrintStream out = System.out;
  private final JsonMapper json = new JsonMapper();
  private final List<Sample> samples = new ArrayList<>();

  /** A line of a program. */
  record Measure(String name, int round, long messages, double seconds, long bytes) {
    double rate() {
      return messages / seconds;
    }
  }

  /** A line with the program that printed it. */
  record Sample(String program, int run, Measure measure) {}

  public static void main(String[] args) {
    System.exit(Programs.commandLine(new Languages()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(options.workDir);
    Machine machine = Machine.describe();
    out.println(machine.line());
    Path folder = Server.newFolder(options.workDir, "servers");
    try (Server.Running running =
        Server.named(Server.OURS)
            .launcher()
            .start(new Server.Place(options.broker, Path.of(""), folder))) {
      Map<String, List<String>> commands = new LinkedHashMap<>();
      commands.put(JAVA, javaProgram());
      programs.forEach((name, command) -> commands.put(name, List.of(command.split(" +"))));
      for (int run = 1; run <= repeat; run++) {
        for (Map.Entry<String, List<String>> program : commands.entrySet()) {
          out.printf("  run %d of %d  %s ...%n", run, repeat, program.getKey());
          run(program.getKey(), run, program.getValue(), running.endpoint());
        }
      }
    } finally {
      Folders.delete(folder);
    }
    out.printf("%n%s%n", table());
    Path file = options.workDir.resolve("languages.json");
    json.writerWithDefaultPrettyPrinter()
        .writeValue(
            file.toFile(),
            Map.of("machine", machine, "commit", options.commit, "samples", samples));
    out.println("Written to " + file);
    return 0;
  }

  private List<String> javaProgram() {
    return List.of(
        java,
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        // As the native library starts it.
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        SdkProgram.class.getName());
  }

  private void run(String name, int run, List<String> program, String endpoint)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--endpoint", endpoint));
    command.addAll(List.of("--count", "" + count, "--bytes", "" + bytes, "--rounds", "" + rounds));
    Path output = options.workDir.resolve(name + ".out");
    Path log = options.workDir.resolve(name + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(log.toFile())
            .start();
    if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "%s did not end in %d minutes; its log: %s".formatted(name, DEADLINE_MINUTES, log));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "%s ended with %d; its log: %s".formatted(name, process.exitValue(), log));
    }
    for (String line : Files.readAllLines(output)) {
      samples.add(new Sample(name, run, json.readValue(line, Measure.class)));
    }
  }

  private String table() {
    TextTable table =
        new TextTable(
            "measure, program", "messages/s", "slowest", "fastest", "to Java", "goal", "");
    for (String measure : List.of("send-sync", "send-async", "listener")) {
      table.row(measure, "", "", "", "", "", "");
      double java = rate(JAVA, measure);
      for (String name : names()) {
        double[] rates =
            counted(name, measure).stream().mapToDouble(sample -> sample.measure.rate()).toArray();
        double ratio = Summary.median(rates) / java;
        Double goal = measure.equals("send-sync") ? null : GOALS.get(name);
        table.row(
            "  " + name,
            "%,.0f".formatted(Summary.median(rates)),
            "%,.0f".formatted(Arrays.stream(rates).min().orElseThrow()),
            "%,.0f".formatted(Arrays.stream(rates).max().orElseThrow()),
            "%.2f".formatted(ratio),
            goal == null ? "" : ">= " + goal,
            goal == null ? "" : ratio >= goal ? "reached" : "MISSED");
      }
    }
    table.row("start to first acknowledged send", "seconds", "MiB added", "", "", "", "");
    for (String name : names()) {
      List<Sample> starts = counted(name, START);
      table.row(
          "  " + name,
          "%.2f".formatted(Summary.median(starts, sample -> sample.measure.seconds)),
          "%.0f".formatted(Summary.median(starts, sample -> sample.measure.bytes) / (1 << 20)),
          "",
          "",
          "",
          "");
    }
    return table.toString();
  }

  private double rate(String program, String measure) {
    return Summary.median(counted(program, measure), sample -> sample.measure.rate());
  }

  private List<Sample> counted(String program, String measure) {
    return samples.stream()
        .filter(sample -> sample.program.equals(program) && sample.measure.name.equals(measure))
        .filter(sample -> measure.equals(START) || sample.measure.round > rounds - COUNTED)
        .toList();
  }

  private List<String> names() {
    return samples.stream().map(Sample::program).distinct().toList();
  }
}
