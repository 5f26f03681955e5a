package io.openons.broker;

import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.SystemScheduler;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks when a {@link TurnableClock} comes to their time; those without a time at once, in the
 * background. Has the threads of the system's scheduler, and as there one task of each kind runs at
 * a time.
 */
final class TurnedScheduler implements Scheduler, AutoCloseable {
  private static final Comparator<Planned> BY_TIME =
      Comparator.<Planned>comparingLong(planned -> planned.at)
          .thenComparingLong(planned -> planned.order);

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private record Planned(long at, long order, Runnable task) {}

  private final TurnableClock clock;
  private final PriorityQueue<Planned> plan = new PriorityQueue<>(BY_TIME);
  private final SystemScheduler threads = new SystemScheduler(System::nanoTime);
  private long count;
  private int underWay;
  private boolean closed;

  TurnedScheduler(TurnableClock clock) {
    this.clock = clock;
  }

  @Override
  public long elapsed() {
    return clock.passed();
  }

  @Override
  public void background(Runnable task) {
    submit(threads::background, task);
  }

  @Override
  public synchronized Task after(long millis, Runnable task) {
    if (millis <= 0) {
      submit(this::now, task);
      return () -> {};
    }
    Planned planned = new Planned(clock.passed() + millis, count++, task);
    plan.add(planned);
    return () -> cancel(planned);
  }

  private synchronized void cancel(Planned planned) {
    plan.remove(planned);
  }

  private void now(Runnable task) {
    threads.after(0, task);
  }

  private synchronized void submit(Executor executor, Runnable task) {
    if (closed) {
      return;
    }
    underWay++;
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended();
          }
        });
  }

  private synchronized void ended() {
    underWay--;
    if (underWay == 0) {
      notifyAll();
    }
  }

  /** Moves the clock from one planned time to the next, and runs what is due at each. */
  synchronized void runUntil(long end) {
    awaitQuiet();
    while (!closed && !plan.isEmpty() && plan.peek().at <= end) {
      clock.moveTo(plan.peek().at);
      while (!plan.isEmpty() && plan.peek().at <= clock.passed()) {
        submit(this::now, plan.remove().task);
      }
      awaitQuiet();
    }
  }

  private void awaitQuiet() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (underWay > 0 && !closed) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(
            "the broker has been busy for a minute with what fell due, %d tasks; see its log"
                .formatted(underWay));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the clock was turned", e);
      }
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Drops what waits and ends the threads. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      plan.clear();
      notifyAll();
    }
    threads.close();
  }
}
