package io.openons.broker.server.grpc.translate;

import com.google.protobuf.Timestamp;
import java.time.Duration;

/** Durations and times. */
public final class Times {
  /**
   * A thousand years: longer than anything that is allowed, and short enough to be counted in
   * milliseconds.
   */
  private static final long MOST_SECONDS = Duration.ofDays(365_000).toSeconds();

  private Times() {}

  /** Returns a duration; one beyond a thousand years, in either direction, as a thousand years. */
  public static Duration duration(com.google.protobuf.Duration duration) {
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, duration.getSeconds()));
    return Duration.ofSeconds(seconds, duration.getNanos());
  }

  /** Returns a duration as the wire has it. */
  public static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** Returns milliseconds since 1970, at most a thousand years of them before or after it. */
  public static long millis(Timestamp timestamp) {
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, timestamp.getSeconds()));
    return seconds * 1000 + timestamp.getNanos() / 1_000_000;
  }

  /** Returns a time in milliseconds since 1970 as the wire has it. */
  public static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000L))
        .setNanos(Math.floorMod(millis, 1000) * 1_000_000)
        .build();
  }
}
