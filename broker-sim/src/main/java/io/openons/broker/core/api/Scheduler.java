package io.openons.broker.core.api;

/** Runs tasks later, and measures the time that passes. */
public interface Scheduler {
  /**
   * Returns the milliseconds that have passed since some moment. Unlike the clock it is never set,
   * and it means nothing to another process.
   */
  long elapsed();

  /**
   * Runs a task soon, apart from those that have a time, which it does not delay. Tasks run one
   * after another; one that takes longer than a few milliseconds ends and hands in the rest again.
   */
  void background(Runnable task);

  /** Runs a task once after a time in milliseconds; the task must be short. */
  Task after(long millis, Runnable task);

  /** A task that waits for its time. */
  interface Task {
    /** Keeps it from running, if it has not begun. */
    void cancel();
  }
}
