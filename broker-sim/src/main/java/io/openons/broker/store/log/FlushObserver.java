package io.openons.broker.store.log;

import java.time.Duration;

/**
 * Sees each flush of the log, for metrics; called on the thread that flushed, so it must be quick.
 */
@FunctionalInterface
public interface FlushObserver {
  /** Sees nothing. */
  FlushObserver NONE = (bytes, took) -> {};

  /** Takes one flush: how many bytes of the log became durable, and how long that took. */
  void flushed(long bytes, Duration took);
}
