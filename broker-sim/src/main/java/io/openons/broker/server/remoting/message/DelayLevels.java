package io.openons.broker.server.remoting.message;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** The delays that messages may have by number. */
public final class DelayLevels {
  private static final List<Duration> LEVELS =
      LongStream.of(
              1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200)
          .mapToObj(Duration::ofSeconds)
          .toList();

  private DelayLevels() {}

  /** Returns the delay of a level from 1 on; what is above the last is the last. */
  public static Duration of(int level) {
    return LEVELS.get(Math.min(level, LEVELS.size()) - 1);
  }
}
