package io.openons.broker.core.api;

/** Runs tasks later. */
public interface Scheduler {
  /** Runs a task once after a time in milliseconds; the task must be short. */
  Task after(long millis, Runnable task);

  /** A task that waits for its time. */
  interface Task {
    /** Keeps it from running, if it has not begun. */
    void cancel();
  }
}
