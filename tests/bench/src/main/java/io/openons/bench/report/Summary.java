package io.openons.bench.report;

import io.openons.bench.worker.Reply;
import io.openons.bench.worker.Scenario;
import io.openons.harness.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The runs of all rounds, brought together: medians and spread for each scenario, size, server and
 * client.
 */
public record Summary(List<Line> lines) {

  /**
   * The rounds of one client on one server in one scenario.
   *
   * @param rate messages per second, the median of the rounds
   * @param minRate the slowest round
   * @param maxRate the fastest round
   * @param settledRounds how many rounds began after the rates had settled
   * @param serverMiB memory of the server at the end of a measurement, mapped files included
   * @param serverOwnMiB the same without files
   * @param lead the rate of the first line of the scenario over this one; 1 for the first itself
   */
  public record Line(
      String server,
      String client,
      Scenario scenario,
      int bodyBytes,
      int rounds,
      int settledRounds,
      double rate,
      double minRate,
      double maxRate,
      double p50Millis,
      double p99Millis,
      double p999Millis,
      double serverMicros,
      double clientMicros,
      double serverMiB,
      double serverOwnMiB,
      double lead) {}

  public static Summary of(List<Run> runs) {
    List<Line> lines = new ArrayList<>();
    for (int bytes : distinct(runs, Run::bodyBytes)) {
      for (Scenario scenario : Scenario.values()) {
        List<Run> group =
            runs.stream()
                .filter(run -> run.bodyBytes() == bytes && run.scenario() == scenario)
                .toList();
        addLines(lines, group);
      }
    }
    return new Summary(lines);
  }

  private static void addLines(List<Line> lines, List<Run> group) {
    Optional<Double> first = Optional.empty();
    for (String server : distinct(group, Run::server)) {
      List<Run> onServer = group.stream().filter(run -> run.server().equals(server)).toList();
      for (String client : distinct(onServer, Run::client)) {
        Line line =
            line(onServer.stream().filter(run -> run.client().equals(client)).toList(), first);
        lines.add(line);
        first = first.or(() -> Optional.of(line.rate()));
      }
    }
  }

  /** For a terminal; {@code ~} marks a rate that had not settled in every round. */
  public String table() {
    TextTable table =
        new TextTable(
            "scenario, server, client",
            "messages/s",
            "slowest",
            "fastest",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "server us/msg",
            "client us/msg",
            "server MiB",
            "first / this");
    String heading = "";
    for (Line line : lines) {
      String next = line.scenario().title() + ", " + size(line.bodyBytes());
      if (!next.equals(heading)) {
        table.row(next, "", "", "", "", "", "", "", "", "", "");
        heading = next;
      }
      table.row(
          "  " + line.server() + ", " + line.client(),
          (line.settledRounds() < line.rounds() ? "~ " : "") + "%,.0f".formatted(line.rate()),
          "%,.0f".formatted(line.minRate()),
          "%,.0f".formatted(line.maxRate()),
          millis(line.p50Millis()),
          millis(line.p99Millis()),
          millis(line.p999Millis()),
          "%.1f".formatted(line.serverMicros()),
          "%.1f".formatted(line.clientMicros()),
          "%.0f".formatted(line.serverMiB()),
          "%.2f".formatted(line.lead()));
    }
    return table.toString();
  }

  /** Returns a figure of a line; empty when that was not measured. */
  OptionalDouble figure(
      String server,
      String client,
      Scenario scenario,
      int bodyBytes,
      ToDoubleFunction<Line> figure) {
    return lines.stream()
        .filter(
            line ->
                line.server().equals(server)
                    && line.client().equals(client)
                    && line.scenario() == scenario
                    && line.bodyBytes() == bodyBytes)
        .mapToDouble(figure)
        .findFirst();
  }

  private static Line line(List<Run> runs, Optional<Double> first) {
    Run any = runs.get(0);
    List<Reply> rounds = runs.stream().map(Run::result).toList();
    double rate = median(rounds, Reply::rate);
    return new Line(
        any.server(),
        any.client(),
        any.scenario(),
        any.bodyBytes(),
        rounds.size(),
        (int) rounds.stream().filter(Reply::settled).count(),
        rate,
        rounds.stream().mapToDouble(Reply::rate).min().orElseThrow(),
        rounds.stream().mapToDouble(Reply::rate).max().orElseThrow(),
        median(rounds, Reply::p50Millis),
        median(rounds, Reply::p99Millis),
        median(rounds, Reply::p999Millis),
        median(rounds, Reply::serverMicros),
        median(rounds, Reply::clientMicros),
        median(rounds, reply -> reply.serverMemory().residentMiB()),
        median(rounds, reply -> reply.serverMemory().ownMiB()),
        first.orElse(rate) / rate);
  }

  public static <T> double median(List<T> rounds, ToDoubleFunction<T> value) {
    return median(rounds.stream().mapToDouble(value).toArray());
  }

  /** The middle value; of an even number of them, the mean of the two in the middle. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static <T> List<T> distinct(List<Run> runs, Function<Run, T> name) {
    return runs.stream().map(name).distinct().toList();
  }

  public static String size(int bytes) {
    return bytes % 1_024 == 0 ? bytes / 1_024 + " KiB" : bytes + " B";
  }

  /** A receive of a backlog has no latency. */
  private static String millis(double value) {
    return value == 0 ? "-" : "%.2f".formatted(value);
  }
}
