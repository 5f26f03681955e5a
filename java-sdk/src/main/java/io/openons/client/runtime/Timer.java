package io.openons.client.runtime;

import java.time.Duration;

/** Time, and what happens at a time. Tests replace it by one that they move by hand. */
public interface Timer {
  /** A clock for durations, in nanoseconds; see {@link System#nanoTime()}. */
  long nanoTime();

  /** Runs a short, non-blocking task once, after a delay. */
  Task after(Duration delay, Runnable task);

  /** Runs a short, non-blocking task again and again. */
  Task every(Duration first, Duration period, Runnable task);

  /** Something that was planned. */
  interface Task {
    /** Forgets the plan; a run under way goes on. */
    void cancel();
  }
}
