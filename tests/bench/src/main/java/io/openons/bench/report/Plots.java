package io.openons.bench.report;

import io.openons.bench.server.Server;
import io.openons.bench.worker.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The figures of a summary as pictures. */
public final class Plots {
  private final Summary summary;

  public Plots(Summary summary) {
    this.summary = summary;
  }

  /** Writes throughput.svg, processor-time.svg and latency.svg. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    BarChart rates = new BarChart("Messages a second (median; line: slowest and fastest round)");
    BarChart costs = new BarChart("Processor time of the server, microseconds a message (median)");
    lines(line -> line.scenario() != Scenario.LATENCY)
        .forEach(
            line -> {
              rates.add(bar(line, line.rate(), line.minRate(), line.maxRate()));
              costs.add(bar(line, Summary.Line::serverMicros));
            });
    BarChart latencies =
        new BarChart("End to end at a fixed rate, milliseconds (median of rounds)");
    for (Percentile percentile : Percentile.ALL) {
      lines(line -> line.scenario() == Scenario.LATENCY)
          .forEach(
              line -> {
                double value = percentile.of.applyAsDouble(line);
                latencies.add(
                    new BarChart.Bar(
                        percentile.name, name(line), color(line), value, value, value));
              });
    }
    Files.writeString(folder.resolve("throughput.svg"), rates.svg());
    Files.writeString(folder.resolve("processor-time.svg"), costs.svg());
    Files.writeString(folder.resolve("latency.svg"), latencies.svg());
  }

  private record Percentile(String name, ToDoubleFunction<Summary.Line> of) {
    static final List<Percentile> ALL =
        List.of(
            new Percentile("p50", Summary.Line::p50Millis),
            new Percentile("p99", Summary.Line::p99Millis),
            new Percentile("p99.9", Summary.Line::p999Millis));
  }

  private List<Summary.Line> lines(Predicate<Summary.Line> wanted) {
    return summary.lines().stream().filter(wanted).toList();
  }

  private static BarChart.Bar bar(Summary.Line line, ToDoubleFunction<Summary.Line> figure) {
    double value = figure.applyAsDouble(line);
    return bar(line, value, value, value);
  }

  private static BarChart.Bar bar(Summary.Line line, double value, double least, double most) {
    String group = line.scenario().title() + ", " + Summary.size(line.bodyBytes());
    return new BarChart.Bar(group, name(line), color(line), value, least, most);
  }

  private static String name(Summary.Line line) {
    return line.server() + ", " + line.client();
  }

  /** One color for each server, the lighter one for the official client. */
  private static int color(Summary.Line line) {
    int server =
        line.server().startsWith(Server.OURS) ? 0 : line.server().equals(Server.NULL) ? 2 : 1;
    return 2 * server + (line.client().equals("ons") ? 0 : 1);
  }
}
