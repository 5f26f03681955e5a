package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.screen.Column;
import io.openons.ctl.screen.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how long sends take. */
@Command(
    name = "bench",
    description = {
      "Send at a steady rate through the admin API, and show how long sends took.",
      "A latency begins when its send was due, so a broker that stalls cannot hide it. Clients send"
          + " by faster protocols; this compares one time or machine with another."
    })
public final class BenchCommand extends Action {
  private static final long MOST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  @Parameters(paramLabel = "TOPIC", description = "Name of the topic; its messages stay in it.")
  private String topic;

  @Option(names = "--rate", paramLabel = "N", description = "Messages a second. Usually 100.")
  private double rate = 100;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long, up to 1d. Usually 10s.")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Sizes of bodies, in turn, 1 to 4194304 each. Usually 256.")
  private List<Integer> sizes = List.of(256);

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Requests at a time at most, 1 to 256. Usually 16.")
  private int parallel = 16;

  private final Histogram micros = new SynchronizedHistogram(MOST_MICROS, 3);
  private final Deque<CompletableFuture<JsonNode>> underWay = new ArrayDeque<>();
  private long failed;
  private CtlException lastFailure;

  @Override
  protected void run() {
    range("--duration", duration.toMillis(), 1, Duration.ofDays(1).toMillis());
    range("--parallel", parallel, 1, 256);
    sizes.forEach(size -> range("--sizes", size, 1, 4 << 20));
    // A topic that does not exist fails here, and not a thousand times.
    server().get(Query.of("topics", topic));
    List<JsonNode> bodies = new ArrayList<>();
    sizes.forEach(size -> bodies.add(Json.object().put("body", "x".repeat(size))));
    long begin = System.nanoTime();
    Pace pace = new Pace(rate, System::nanoTime);
    long whole = Math.max(1, Math.round(rate * duration.toMillis() / 1000.0));
    try (Progress progress = new Progress(screen(), "messages", whole)) {
      for (int i = 0; i < whole; i++) {
        long due = pace.next();
        pace.await(due);
        while (underWay.size() >= parallel) {
          finishOne();
        }
        begin(bodies.get(i % bodies.size()), due);
        progress.at(i);
      }
      while (!underWay.isEmpty()) {
        finishOne();
      }
    }
    report(System.nanoTime() - begin);
  }

  private void begin(JsonNode message, long due) {
    underWay.add(
        server()
            .later("POST", Query.of("topics", topic, "messages"), message)
            .whenComplete(
                (sent, failure) -> {
                  if (failure == null) {
                    long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
                    micros.recordValue(Math.min(MOST_MICROS, Math.max(0, took)));
                  }
                }));
  }

  private void finishOne() {
    try {
      server().answer(underWay.remove());
    } catch (CtlException failure) {
      failed++;
      lastFailure = failure;
    }
  }

  private void report(long nanos) {
    if (micros.getTotalCount() == 0) {
      throw lastFailure;
    }
    ObjectNode result = Json.object().put("sent", micros.getTotalCount()).put("failed", failed);
    result.put("perSecond", Math.round(micros.getTotalCount() * 1e9 / nanos));
    List<JsonNode> rows = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      double millis = micros.getValueAtPercentile(percentile) / 1000.0;
      rows.add(Json.object().put("percentile", percentile).put("millis", millis));
    }
    if (isJson()) {
      result.putArray("latency").addAll(rows);
    }
    show(result);
    if (!isJson()) {
      out().println();
      show(rows, List.of(Column.number("percentile"), Column.number("ms", "millis")));
    }
    if (lastFailure != null) {
      note("the last failure: %s", lastFailure.getMessage());
    }
  }

  @Override
  protected int code() {
    return lastFailure == null ? super.code() : lastFailure.exitCode();
  }
}
