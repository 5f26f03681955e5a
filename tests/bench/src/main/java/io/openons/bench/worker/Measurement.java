package io.openons.bench.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Watches a running load through its warm-up and through the time that counts. */
final class Measurement {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int FIRST_MESSAGE_SECONDS = 30;

  private final Load load;
  private final Meter meter;
  private final Pace pace;
  private final List<Long> serverPids;
  private final List<ProcessHandle> servers;

  Measurement(Load load, Meter meter, Pace pace, List<Long> serverPids) {
    this.load = load;
    this.meter = meter;
    this.pace = pace;
    this.serverPids = serverPids;
    this.servers =
        serverPids.stream()
            .map(
                pid ->
                    ProcessHandle.of(pid)
                        .orElseThrow(() -> new IllegalStateException("no server process " + pid)))
            .toList();
  }

  /**
   * Measures until the time is up or the load is exhausted.
   *
   * @throws IllegalStateException when a message failed, or the load was exhausted before
   */
  Reply run() {
    awaitFirstMessage();
    List<Snapshot> warmUp = windows(pace.maxWarmUpMillis(), true);
    meter.forgetLatencies();
    List<Snapshot> measured = windows(pace.measureMillis(), false);
    Snapshot from = measured.get(0);
    Snapshot to = measured.get(measured.size() - 1);
    long messages = to.messages - from.messages;
    if (measured.size() == 1) {
      throw new IllegalStateException(
          "the backlog ended after %,d messages, before a window was measured"
              .formatted(meter.messages()));
    }
    double perMessage = Math.max(1, messages); // a client may stand still for a whole measurement
    return new Reply(
        null,
        Pace.settled(rates(warmUp)),
        (from.nanos - warmUp.get(0).nanos) / NANOS_PER_SECOND,
        (to.nanos - from.nanos) / NANOS_PER_SECOND,
        messages,
        rates(measured),
        meter.latencyMillis(50),
        meter.latencyMillis(99),
        meter.latencyMillis(99.9),
        TimeUnit.NANOSECONDS.toMicros(to.serverCpu - from.serverCpu) / perMessage,
        TimeUnit.NANOSECONDS.toMicros(to.clientCpu - from.clientCpu) / perMessage,
        ProcessMemory.of(serverPids));
  }

  /** Connecting is not part of the warm-up. */
  private void awaitFirstMessage() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_MESSAGE_SECONDS);
    while (meter.messages() == 0) {
      meter.check();
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no message for %d s".formatted(FIRST_MESSAGE_SECONDS));
      }
      waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pace.windowMillis()));
    }
  }

  /** Snapshots at the ends of windows; one in which the load was exhausted does not count. */
  private List<Snapshot> windows(int maxMillis, boolean warmUp) {
    List<Snapshot> snapshots = new ArrayList<>(List.of(snapshot()));
    long end = snapshots.get(0).nanos + TimeUnit.MILLISECONDS.toNanos(maxMillis);
    while (System.nanoTime() < end && !(warmUp && isWarm(snapshots))) {
      waitUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pace.windowMillis()));
      meter.check();
      if (load.exhausted()) {
        break;
      }
      snapshots.add(snapshot());
    }
    return snapshots;
  }

  private boolean isWarm(List<Snapshot> snapshots) {
    return load.mustBeMeasuredNow()
        || load.showsByItsRateThatItIsWarm() && Pace.settled(rates(snapshots));
  }

  private static List<Double> rates(List<Snapshot> snapshots) {
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i < snapshots.size(); i++) {
      Snapshot from = snapshots.get(i - 1);
      Snapshot to = snapshots.get(i);
      rates.add((to.messages - from.messages) * NANOS_PER_SECOND / (to.nanos - from.nanos));
    }
    return rates;
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        System.nanoTime(),
        meter.messages(),
        servers.stream().mapToLong(Measurement::cpuNanos).sum(),
        cpuNanos(ProcessHandle.current()));
  }

  private static long cpuNanos(ProcessHandle process) {
    return process
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .orElseThrow(() -> new IllegalStateException("process " + process.pid() + " has ended"));
  }

  private record Snapshot(long nanos, long messages, long serverCpu, long clientCpu) {}
}
