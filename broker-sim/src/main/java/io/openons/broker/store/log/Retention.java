package io.openons.broker.store.log;

import java.time.Duration;

/**
 * How long the log is kept. Its oldest segments are deleted, whole, as soon as one of the limits
 * says so; the one that is being written never is.
 *
 * @param age a segment is deleted when the one after it was begun that long ago
 * @param bytes how long the log may be; at least its newest segment remains
 */
public record Retention(Duration age, long bytes) {
  /** Three days, as Apache RocketMQ keeps messages, and any size. */
  public static final Retention DEFAULT = new Retention(Duration.ofHours(72), Long.MAX_VALUE);
}
