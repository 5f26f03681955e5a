package io.openons.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How long tests wait for what must come: a busy machine is no fault. */
final class Patience {
  static final Duration LONG = Duration.ofSeconds(90);

  /** Properties of clients that give nothing up sooner, in milliseconds. */
  static final Map<String, String> PROPERTIES =
      Map.of(
          "ons.startTimeoutMillis", "60000",
          "ons.requestTimeoutMillis", "30000",
          "SendMsgTimeoutMillis", "60000");

  private static final long LOOK_NANOS = 1_000_000;

  private Patience() {}

  /** Waits until something is so; fails with a text when it does not become so. */
  static void until(BooleanSupplier isSo, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
