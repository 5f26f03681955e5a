package io.openons.broker.core;

import java.util.Comparator;

/**
 * A message that was delivered to a group and is not acknowledged: leased to a consumer, or waiting
 * for its next delivery. Guarded by its {@link GroupProgress}.
 */
final class Lease {
  /** Orders by the end of the lease; the place of the message makes it a total order. */
  static final Comparator<Lease> BY_END =
      Comparator.<Lease>comparingLong(lease -> lease.end)
          .thenComparingInt(lease -> lease.queue)
          .thenComparingLong(lease -> lease.offset);

  final int queue;
  final long offset;

  /** How many times the message was delivered. */
  int attempt;

  /** Counts deliveries and lease changes, so that only the latest handle is valid. */
  int serial;

  /**
   * When the lease ends, milliseconds since 1970; never changed while the lease is in an ordered
   * set.
   */
  long end;

  /** When the broker stops to renew; 0 when it does not renew at all. */
  long renewUntil;

  /** Who holds the lease; null when it was given back. */
  String clientId;

  /** The request that the message was delivered to; null when it had no id. */
  String attemptId;

  Lease(int queue, long offset) {
    this.queue = queue;
    this.offset = offset;
  }

  boolean isRenewed() {
    return renewUntil > 0;
  }
}
