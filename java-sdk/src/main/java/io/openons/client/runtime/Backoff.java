package io.openons.client.runtime;

import io.openons.proto.v2.ExponentialBackoff;
import io.openons.proto.v2.RetryPolicy;
import java.time.Duration;
import java.util.List;

/** How long to wait after the n-th failure. */
@FunctionalInterface
public interface Backoff {
  /**
   * The wait after a failure.
   *
   * @param attempt how many attempts have failed, 1 after the first
   */
  Duration delay(int attempt);

  /** Grows by a factor, up to a limit. */
  static Backoff exponential(Duration initial, Duration max, double multiplier) {
    return attempt -> {
      double nanos = initial.toNanos() * Math.pow(multiplier, Math.max(0, attempt - 1));
      return Duration.ofNanos((long) Math.min(nanos, max.toNanos()));
    };
  }

  /** A fixed list; the last entry holds for all further attempts. */
  static Backoff listed(List<Duration> delays) {
    List<Duration> copy = List.copyOf(delays);
    return attempt -> copy.get(Math.min(Math.max(1, attempt), copy.size()) - 1);
  }

  /** The policy that a server sent, or the fallback when it holds none that can be used. */
  static Backoff of(RetryPolicy policy, Backoff fallback) {
    if (policy.hasCustomizedBackoff() && policy.getCustomizedBackoff().getNextCount() > 0) {
      return listed(
          policy.getCustomizedBackoff().getNextList().stream().map(Backoff::toJava).toList());
    }
    if (policy.hasExponentialBackoff()) {
      ExponentialBackoff exponential = policy.getExponentialBackoff();
      return exponential(
          toJava(exponential.getInitial()),
          toJava(exponential.getMax()),
          Math.max(1, exponential.getMultiplier()));
    }
    return fallback;
  }

  private static Duration toJava(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
