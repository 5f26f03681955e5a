package io.openons.broker.core;

import io.openons.broker.core.api.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock and a scheduler that stand still until a test moves them. */
public final class VirtualTime implements InstantSource, Scheduler {
  private static final Comparator<Planned> BY_TIME =
      Comparator.<Planned>comparingLong(planned -> planned.at)
          .thenComparingLong(planned -> planned.order);

  private static final class Planned implements Task {
    final long at;
    final long order;
    final Runnable task;
    boolean cancelled;

    Planned(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private final PriorityQueue<Planned> plan = new PriorityQueue<>(BY_TIME);
  private long passed;
  private long clock = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private long count;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(clock + passed);
  }

  @Override
  public long elapsed() {
    return passed;
  }

  @Override
  public void background(Runnable task) {
    after(0, task);
  }

  @Override
  public Task after(long millis, Runnable task) {
    Planned planned = new Planned(passed + millis, count++, task);
    plan.add(planned);
    return planned;
  }

  /** Moves time on, and runs what falls due at its time. */
  public void advance(Duration duration) {
    long end = passed + duration.toMillis();
    while (!plan.isEmpty() && plan.peek().at <= end) {
      Planned due = plan.remove();
      passed = Math.max(passed, due.at);
      if (!due.cancelled) {
        due.task.run();
      }
    }
    passed = end;
  }

  /** Drops what is planned, as the end of the process does. */
  void dropPlanned() {
    plan.clear();
  }

  /** Sets the clock; what is planned waits for a length of time, whatever the clock says. */
  public void jump(Duration duration) {
    clock += duration.toMillis();
  }
}
