package io.openons.broker.server.net;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.util.concurrent.atomic.AtomicLong;

/** A number that grows with the traffic of clients, and the limit that it has. Thread-safe. */
final class Bound {
  private final String what;
  private final long limit;
  private final AtomicLong now = new AtomicLong();

  /**
   * Makes a number that is 0.
   *
   * @param what the subject of a refusal: {@code waiting calls of this connection}
   */
  Bound(String what, long limit) {
    this.what = what;
    this.limit = limit;
  }

  /**
   * Adds, unless that would exceed the limit.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} and both numbers
   */
  void take(long amount) {
    long taken = now.addAndGet(amount);
    if (taken > limit) {
      now.addAndGet(-amount);
      throw refusal(taken);
    }
  }

  /** Adds, whatever the limit. */
  void add(long amount) {
    now.addAndGet(amount);
  }

  void give(long amount) {
    now.addAndGet(-amount);
  }

  long now() {
    return now.get();
  }

  long limit() {
    return limit;
  }

  boolean isFull() {
    return now.get() >= limit;
  }

  /**
   * Refuses when the limit is reached.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} and both numbers
   */
  void check() {
    long current = now.get();
    if (current >= limit) {
      throw refusal(current);
    }
  }

  BrokerException refusal(long reached) {
    return new BrokerException(
        Reason.TOO_MANY_REQUESTS,
        "%s would be %d, and at most %d are allowed; read the answers that are under way, then try again"
            .formatted(what, reached, limit));
  }
}
