package io.openons.client.runtime;

import java.time.Duration;

/**
 * The end of the time that several steps share.
 *
 * @param nanos by {@link System#nanoTime()}
 * @param limit all the time that there was, for errors
 */
public record Deadline(long nanos, Duration limit) {
  /** A time that begins now. */
  public static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos(), limit);
  }

  /** The time that is left, at least zero. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }
}
