package io.openons.client.testing;

import io.openons.client.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Time that stands still until a test moves it. Tasks run on the test's thread. */
public final class ManualTimer implements Timer {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final class Planned implements Task {
    private final Runnable task;
    private final Duration delay;
    private final Duration period;
    private long due;

    private Planned(Runnable task, Duration delay, Duration period) {
      this.task = task;
      this.delay = delay;
      this.period = period;
      this.due = now + delay.toNanos();
    }

    @Override
    public void cancel() {
      synchronized (ManualTimer.this) {
        planned.remove(this);
      }
    }
  }

  private final List<Planned> planned = new ArrayList<>();
  private long now;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    return plan(task, delay, null);
  }

  @Override
  public Task every(Duration first, Duration period, Runnable task) {
    return plan(task, first, period);
  }

  private synchronized Task plan(Runnable task, Duration delay, Duration period) {
    Planned plan = new Planned(task, delay, period);
    planned.add(plan);
    notifyAll();
    return plan;
  }

  /** Waits until somebody plans a single task with this delay. */
  public synchronized void awaitPlanned(Duration delay) {
    long patience = System.nanoTime() + PATIENCE_NANOS;
    while (planned.stream().noneMatch(plan -> plan.period == null && plan.delay.equals(delay))) {
      long left = patience - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("nobody planned a task after " + delay);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  /** Moves time, and runs what falls due, in order. */
  public void advance(Duration step) {
    long target;
    synchronized (this) {
      target = now + step.toNanos();
    }
    for (Planned due = takeDue(target); due != null; due = takeDue(target)) {
      due.task.run();
    }
    synchronized (this) {
      now = target;
    }
  }

  private synchronized Planned takeDue(long target) {
    Planned first =
        planned.stream()
            .filter(plan -> plan.due <= target)
            .min(Comparator.comparingLong(plan -> plan.due))
            .orElse(null);
    if (first != null) {
      now = Math.max(now, first.due);
      if (first.period == null) {
        planned.remove(first);
      } else {
        first.due += first.period.toNanos();
      }
    }
    return first;
  }
}
