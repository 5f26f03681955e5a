package io.openons.broker.core;

import io.openons.broker.core.api.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a broker has to do again and again. A round begins in each interval and takes one chore
 * after another. A chore does a part of its work at a time, a few milliseconds, so that other timed
 * tasks stay in time; and when it fails, the others go on. Safe on any thread.
 */
final class Housekeeping {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  /** Does a part of its work. */
  @FunctionalInterface
  interface Work {
    /** Returns whether there is more to do in this round. */
    boolean doPart();
  }

  /**
   * Something to be done.
   *
   * @param name for the log
   */
  record Chore(String name, Work work) {}

  private final Scheduler scheduler;
  private final Duration interval;
  private final List<Chore> chores;
  private final Deque<Chore> left = new ArrayDeque<>();
  private boolean closed;

  Housekeeping(Scheduler scheduler, Duration interval, List<Chore> chores) {
    this.scheduler = scheduler;
    this.interval = interval;
    this.chores = List.copyOf(chores);
  }

  /** Plans the first round. */
  void start() {
    scheduler.after(interval.toMillis(), this::run);
  }

  /** Does nothing more, as soon as what is being done is at its end. */
  synchronized void close() {
    closed = true;
  }

  private synchronized void run() {
    if (closed) {
      return;
    }
    if (left.isEmpty()) {
      left.addAll(chores);
    }
    while (!left.isEmpty()) {
      if (doPart(left.peek())) {
        scheduler.after(0, this::run);
        return;
      }
      left.remove();
    }
    scheduler.after(interval.toMillis(), this::run);
  }

  private boolean doPart(Chore chore) {
    try {
      return chore.work.doPart();
    } catch (RuntimeException e) {
      log.error("{} failed, and is tried again in {}", chore.name, interval, e);
      return false;
    }
  }
}
