package io.openons.broker.core.group;

import java.util.Comparator;

/**
 * A message of a group that is not finished: leased to a consumer, waiting for its next delivery,
 * or blocked by an unfinished message before it with the same sharding key. Guarded by its {@link
 * GroupProgress}.
 */
final class Unfinished {
  /** Orders by the end of the lease; the place of the message makes it a total order. */
  static final Comparator<Unfinished> BY_END =
      Comparator.<Unfinished>comparingLong(lease -> lease.end)
          .thenComparingInt(lease -> lease.queue)
          .thenComparingLong(lease -> lease.offset);

  final int queue;
  final long offset;

  /** Null unless the message is ordered. */
  final String shardingKey;

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

  /** Who holds the lease; null when nobody does. */
  String clientId;

  /** The request that the message was delivered to; null when it had no id. */
  String attemptId;

  Unfinished(int queue, long offset, String shardingKey) {
    this.queue = queue;
    this.offset = offset;
    this.shardingKey = shardingKey;
  }

  boolean isRenewed() {
    return renewUntil > 0;
  }
}
