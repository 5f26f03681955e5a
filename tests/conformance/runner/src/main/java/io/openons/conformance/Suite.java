package io.openons.conformance;

import io.openons.conformance.drivers.Drivers;
import io.openons.conformance.drivers.Places;
import io.openons.conformance.servers.PlannedRun;
import io.openons.conformance.servers.Server;
import io.openons.conformance.servers.Servers;
import io.openons.conformance.steps.CaseRun;
import io.openons.conformance.steps.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs of cases, many at once, since most of their time is waiting. Closing it ends the drivers, of
 * which each must end by itself, and the servers.
 */
final class Suite implements AutoCloseable {
  /** More of them would only wait for the processor. */
  private static final int AT_ONCE = 8;

  private final Servers servers;
  private final Drivers drivers;
  private final ExecutorService threads;

  /** Those that wait for long have threads of their own and so hold up no others. */
  private final ExecutorService slowThreads;

  Suite(Places places) {
    this.servers = new Servers(places);
    this.drivers = new Drivers(places);
    this.threads = Executors.newFixedThreadPool(AT_ONCE);
    this.slowThreads = Executors.newCachedThreadPool();
  }

  /** Begins all runs of a plan; the futures have their results, in the same order. */
  List<CompletableFuture<Result>> begin(List<PlannedRun> plan) {
    servers.prepare(plan);
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (PlannedRun planned : plan) {
      results.add(
          CompletableFuture.supplyAsync(
              () -> run(planned), planned.one().slow() ? slowThreads : threads));
    }
    return results;
  }

  private Result run(PlannedRun planned) {
    try {
      String lacking = lacking(planned);
      if (lacking != null) {
        return new Result(planned, lacking, null);
      }
    } catch (AssertionError | RuntimeException e) {
      return new Result(planned, null, new AssertionError(planned + ": no driver: " + e, e));
    }
    boolean alone = planned.one().needs().alone();
    Server server = alone ? servers.alone(planned) : servers.of(planned);
    CaseRun run = new CaseRun(planned, server, drivers);
    AssertionError failure = null;
    try {
      run.run();
    } catch (AssertionError | RuntimeException | InterruptedException e) {
      failure = failure(planned, run, server, e);
    }
    try {
      run.close();
      if (alone) {
        server.close();
      }
    } catch (AssertionError | RuntimeException e) {
      failure = failure == null ? failure(planned, run, server, e) : failure;
    }
    return new Result(planned, null, failure);
  }

  private static AssertionError failure(
      PlannedRun planned, CaseRun run, Server server, Throwable cause) {
    return new AssertionError(
        planned + ": " + cause.getMessage() + "\n" + run.transcripts() + server.logs(), cause);
  }

  /** What one of the two faces cannot do; null when nothing is lacking. */
  private String lacking(PlannedRun planned) {
    Set<String> lacking = new TreeSet<>(StepKind.capabilities(planned.one()));
    Set<String> offered = new TreeSet<>(drivers.of(planned.producer()).capabilities());
    if (planned.isPair()) {
      offered.retainAll(drivers.of(planned.consumer()).capabilities());
    }
    lacking.removeAll(offered);
    return lacking.isEmpty() ? null : String.join(", ", lacking);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    slowThreads.shutdownNow();
    try {
      drivers.close();
    } finally {
      servers.close();
    }
  }
}
