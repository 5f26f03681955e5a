package io.openons.broker.server.http.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.server.http.call.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds the attempts to sign in that fail, of an address and of an access key, within a minute.
 * Thread-safe.
 */
final class AttemptLimit {
  /** Failed attempts of one address or access key in a minute. Ours. */
  static final int MOST = 10;

  /** Addresses and access keys that are remembered; beyond it the oldest is forgotten. */
  private static final int MOST_REMEMBERED = 10_000;

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private record Failures(long since, int count) {}

  private final LongSupplier nanos;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  AttemptLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Lets an attempt through.
   *
   * @throws Problem with 429 when too many failed
   */
  synchronized void check(String who) {
    Failures known = failures.get(who);
    long left = known == null ? 0 : MINUTE - (nanos.getAsLong() - known.since);
    if (left > 0 && known.count >= MOST) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(left) + 1;
      throw new Problem(
          HttpResponseStatus.TOO_MANY_REQUESTS,
          "too-many-attempts",
          "%d attempts to sign in failed within a minute; try again in %d s"
              .formatted(MOST, seconds),
          Map.of("retry-after", String.valueOf(seconds)));
    }
  }

  /** Remembers an attempt that failed. */
  synchronized void failed(String who) {
    long now = nanos.getAsLong();
    Failures known = failures.remove(who);
    boolean isOver = known == null || now - known.since >= MINUTE;
    failures.put(who, new Failures(isOver ? now : known.since, isOver ? 1 : known.count + 1));
    if (failures.size() > MOST_REMEMBERED) {
      failures.remove(failures.keySet().iterator().next());
    }
  }
}
