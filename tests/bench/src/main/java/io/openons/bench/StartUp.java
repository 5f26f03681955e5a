package io.openons.bench;

import io.openons.bench.client.MessageKind;
import io.openons.bench.report.Summary;
import io.openons.bench.server.Server;
import io.openons.bench.worker.Pace;
import io.openons.bench.worker.ProcessMemory;
import io.openons.bench.worker.Request;
import io.openons.bench.worker.Scenario;
import io.openons.bench.worker.WorkerProcess;
import io.openons.harness.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the start of a server's first process, on an empty folder, to the answer
 * to the first message of a client that runs already; and what memory the server takes when nothing
 * has happened for a while after that.
 */
final class StartUp {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String TOPIC = "bench-first";
  private static final String GROUP = "GID-bench-first";

  private final Map<String, List<Once>> byServer = new LinkedHashMap<>();
  private Once latest;

  /** One start. */
  private record Once(String server, double seconds, ProcessMemory idle) {
    @Override
    public String toString() {
      return "%-12s first message answered after %.2f s; idle %.0f MiB, %.0f of them its own"
          .formatted(server, seconds, idle.residentMiB(), idle.ownMiB());
    }
  }

  /** The starts of one server: medians and spread. */
  record Line(
      String server,
      int starts,
      double seconds,
      double minSeconds,
      double maxSeconds,
      double idleMiB,
      double idleOwnMiB) {}

  /** Starts a server. */
  interface Start {
    Server.Running start() throws InterruptedException;
  }

  void measure(WorkerProcess client, String name, Start start)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (Server.Running running = start.start()) {
      running.create(Map.of(TOPIC, MessageKind.NORMAL), List.of(GROUP));
      client.ask(
          new Request(
              Request.Job.FIRST,
              Scenario.SEND_SYNC_1,
              running.endpoint(),
              running.pids(),
              TOPIC,
              GROUP,
              1_024,
              0,
              0,
              Pace.PRELUDE));
      double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
      long end = System.nanoTime() + IDLE_NANOS;
      for (long left = IDLE_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      latest = new Once(name, seconds, ProcessMemory.of(running.pids()));
      byServer.computeIfAbsent(name, absent -> new ArrayList<>()).add(latest);
    }
  }

  /** What was measured last, in words. */
  String latest() {
    return latest.toString();
  }

  List<Line> lines() {
    return byServer.entrySet().stream().map(one -> line(one.getKey(), one.getValue())).toList();
  }

  private static Line line(String server, List<Once> starts) {
    return new Line(
        server,
        starts.size(),
        Summary.median(starts, Once::seconds),
        starts.stream().mapToDouble(Once::seconds).min().orElseThrow(),
        starts.stream().mapToDouble(Once::seconds).max().orElseThrow(),
        Summary.median(starts, once -> once.idle.residentMiB()),
        Summary.median(starts, once -> once.idle.ownMiB()));
  }

  static String table(List<Line> lines) {
    TextTable table =
        new TextTable(
            "start to first answer", "seconds", "fastest", "slowest", "idle MiB", "without files");
    for (Line line : lines) {
      table.row(
          line.server(),
          "%.2f".formatted(line.seconds()),
          "%.2f".formatted(line.minSeconds()),
          "%.2f".formatted(line.maxSeconds()),
          "%.0f".formatted(line.idleMiB()),
          "%.0f".formatted(line.idleOwnMiB()));
    }
    return table.toString();
  }
}
