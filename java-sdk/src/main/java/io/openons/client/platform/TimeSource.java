package io.openons.client.platform;

import java.time.Instant;

/** The wall clock. A lambda stands for it in tests; Java 8 has no such interface. */
public interface TimeSource {
  /** Returns the clock of this machine. */
  static TimeSource system() {
    return Instant::now;
  }

  /** Returns the time now. */
  Instant instant();

  /** Returns the time now in milliseconds since 1970. */
  default long millis() {
    return instant().toEpochMilli();
  }
}
