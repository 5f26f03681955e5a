package io.openons.broker.server.net;

import io.openons.broker.core.api.Texts;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the faults of clients: one short line each, and of many within a minute the first ones and
 * the number of the rest, so that little input never makes much log. Thread-safe.
 */
public final class FaultLog {
  static final int LINES_PER_MINUTE = 30;

  private static final Logger log = LoggerFactory.getLogger(FaultLog.class);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private long minute;
  private int lines;
  private long dropped;

  /**
   * Makes a log.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  public FaultLog(LongSupplier nanos) {
    this.nanos = nanos;
    this.minute = nanos.getAsLong();
  }

  /** Logs a fault of a client, in a sentence that names the client's address. */
  public synchronized void log(String sentence) {
    long now = nanos.getAsLong();
    if (now - minute >= MINUTE) {
      flush();
      minute = now;
      lines = 0;
    }
    if (lines == LINES_PER_MINUTE) {
      dropped++;
    } else {
      lines++;
      log.warn(Texts.oneLine(sentence));
    }
  }

  /** Logs how many faults were not logged. */
  public synchronized void flush() {
    if (dropped > 0) {
      log.warn("{} more faults of clients were not logged one by one", dropped);
      dropped = 0;
    }
  }
}
