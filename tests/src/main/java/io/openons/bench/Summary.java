package io.openons.bench;

import io.openons.harness.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The runs of all rounds, brought together: medians and spread for each server, scenario and
 * client.
 */
record Summary(List<Line> lines) {

  /**
   * The rounds of one client in one scenario.
   *
   * @param rate messages per second, the median of the rounds
   * @param minRate the slowest round
   * @param maxRate the fastest round
   * @param settledRounds how many rounds began after the rates had settled
   * @param lead the rate of the first client over this one; 1 for the first itself
   */
  record Line(
      String server,
      String client,
      String scenario,
      int rounds,
      int settledRounds,
      double rate,
      double minRate,
      double maxRate,
      double p50Millis,
      double p99Millis,
      double serverMicros,
      double clientMicros,
      double lead) {}

  static Summary of(List<Run> runs) {
    List<Line> lines = new ArrayList<>();
    for (String server : distinct(runs, Run::server)) {
      for (Scenario scenario : Scenario.values()) {
        List<Run> group =
            runs.stream()
                .filter(run -> run.server().equals(server) && run.scenario() == scenario)
                .toList();
        Optional<Double> first = Optional.empty();
        for (String client : distinct(group, Run::client)) {
          Line line = line(server, scenario, client, group, first);
          lines.add(line);
          first = first.or(() -> Optional.of(line.rate()));
        }
      }
    }
    return new Summary(lines);
  }

  /** For a terminal; {@code ~} marks a rate that had not settled in every round. */
  String table() {
    TextTable table =
        new TextTable(
            "server, scenario, client",
            "messages/s",
            "slowest",
            "fastest",
            "p50 ms",
            "p99 ms",
            "server us/msg",
            "client us/msg",
            "first / this");
    String heading = "";
    for (Line line : lines) {
      String next = line.server() + ": " + line.scenario();
      if (!next.equals(heading)) {
        table.row(next, "", "", "", "", "", "", "", "");
        heading = next;
      }
      table.row(
          "  " + line.client(),
          (line.settledRounds() < line.rounds() ? "~ " : "") + "%,.0f".formatted(line.rate()),
          "%,.0f".formatted(line.minRate()),
          "%,.0f".formatted(line.maxRate()),
          millis(line.p50Millis()),
          millis(line.p99Millis()),
          "%.1f".formatted(line.serverMicros()),
          "%.1f".formatted(line.clientMicros()),
          "%.2f".formatted(line.lead()));
    }
    return table.toString();
  }

  private static Line line(
      String server, Scenario scenario, String client, List<Run> group, Optional<Double> first) {
    List<Reply> rounds =
        group.stream().filter(run -> run.client().equals(client)).map(Run::result).toList();
    double rate = median(rounds, Reply::rate);
    return new Line(
        server,
        client,
        scenario.title(),
        rounds.size(),
        (int) rounds.stream().filter(Reply::settled).count(),
        rate,
        rounds.stream().mapToDouble(Reply::rate).min().orElseThrow(),
        rounds.stream().mapToDouble(Reply::rate).max().orElseThrow(),
        median(rounds, Reply::p50Millis),
        median(rounds, Reply::p99Millis),
        median(rounds, Reply::serverMicros),
        median(rounds, Reply::clientMicros),
        first.orElse(rate) / rate);
  }

  /** The middle value; of an even number of them, the mean of the two in the middle. */
  static double median(List<Reply> rounds, ToDoubleFunction<Reply> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static List<String> distinct(List<Run> runs, Function<Run, String> name) {
    return runs.stream().map(name).distinct().toList();
  }

  /** Latency is measured when sending only. */
  private static String millis(double value) {
    return value == 0 ? "-" : "%.2f".formatted(value);
  }
}
