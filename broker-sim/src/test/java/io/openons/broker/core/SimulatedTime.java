package io.openons.broker.core;

import io.openons.broker.core.api.Scheduler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A time that only moves when told: a clock, which may also be set, and the plans of one broker
 * after another, which go by the time that passes and not by the clock.
 */
final class SimulatedTime implements InstantSource {
  private static final Comparator<Planned> BY_TIME =
      Comparator.<Planned>comparingLong(planned -> planned.at)
          .thenComparingLong(planned -> planned.order);
  private static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  private final PriorityQueue<Planned> plan = new PriorityQueue<>(BY_TIME);
  private long passed;
  private long clockSetBy;
  private long count;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return BEGINNING + passed + clockSetBy;
  }

  /** Returns how much time has passed, whatever the clock says. */
  long passed() {
    return passed;
  }

  /** Sets the clock on or back. */
  void setClockBy(long millis) {
    clockSetBy += millis;
  }

  /** Lets time pass, and runs what falls due at its time. */
  void pass(long millis) {
    long end = passed + millis;
    while (!plan.isEmpty() && plan.peek().at <= end) {
      Planned due = plan.remove();
      passed = due.at;
      due.run();
    }
    passed = end;
  }

  private static final class Planned implements Scheduler.Task {
    final long at;
    final long order;
    private final Life life;
    private Runnable task;

    Planned(long at, long order, Life life, Runnable task) {
      this.at = at;
      this.order = order;
      this.life = life;
      this.task = task;
    }

    void run() {
      if (task != null && !life.over) {
        life.run(this);
      }
    }

    @Override
    public void cancel() {
      task = null;
    }
  }

  /** The plans of one broker; they end with it. */
  final class Life implements Scheduler {
    private final Runnable beforeHousekeeping;
    private final Runnable afterHousekeeping;
    private Planned last;
    private Planned housekeeping;
    private boolean over;

    Life(Runnable beforeHousekeeping, Runnable afterHousekeeping) {
      this.beforeHousekeeping = beforeHousekeeping;
      this.afterHousekeeping = afterHousekeeping;
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
      last = new Planned(passed + millis, count++, this, task);
      plan.add(last);
      return last;
    }

    /** Says that what was planned last is the broker's housekeeping, which plans its next round. */
    void lastIsHousekeeping() {
      housekeeping = last;
    }

    void end() {
      over = true;
    }

    private void run(Planned due) {
      if (due == housekeeping) {
        beforeHousekeeping.run();
        // A round may take several parts: nothing comes between them, so that it stores one state.
        do {
          housekeeping.task.run();
          lastIsHousekeeping();
        } while (housekeeping.at == passed && plan.remove(housekeeping));
        afterHousekeeping.run();
      } else {
        due.task.run();
      }
    }
  }
}
