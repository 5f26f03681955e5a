package io.openons.broker.core.send;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of what clients note about messages is stored: a steady rate, with a reserve for bursts.
 * It shares the log with the messages themselves, which it must not drive out. Safe on any thread.
 */
public final class TraceBudget {
  /** Bytes that may be stored at once, when nothing was for an hour: 64 MiB. Ours. */
  static final long RESERVE = 64L << 20;

  /** Bytes a second that may be stored always: 16 KiB, so that 72 h are about 4 GiB. Ours. */
  static final long RATE = 16L << 10;

  private static final long WARN_INTERVAL_MILLIS = 3_600_000;
  private static final Logger log = LoggerFactory.getLogger(TraceBudget.class);

  private final LongSupplier elapsed;
  private long left = RESERVE;
  private long countedAt;
  private long warnAt;

  /**
   * Begins with all of the reserve.
   *
   * @param elapsed the time that passes, in milliseconds
   */
  public TraceBudget(LongSupplier elapsed) {
    this.elapsed = elapsed;
    this.countedAt = elapsed.getAsLong();
    this.warnAt = countedAt;
  }

  /** Takes bytes out of the budget; false, and nothing is taken, when it has fewer. */
  public synchronized boolean take(long bytes) {
    long now = elapsed.getAsLong();
    long gained = (now - countedAt) * RATE / 1000;
    if (gained > 0) {
      left = Math.min(RESERVE, left + gained);
      countedAt = now;
    }
    if (bytes <= left) {
      left -= bytes;
      return true;
    }
    if (now >= warnAt) {
      warnAt = now + WARN_INTERVAL_MILLIS;
      log.warn(
          "traces of clients are dropped: they write more than {} bytes a second, beyond {} at once",
          RATE,
          RESERVE);
    }
    return false;
  }
}
