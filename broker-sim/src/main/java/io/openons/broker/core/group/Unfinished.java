package io.openons.broker.core.group;

import io.openons.broker.core.session.Clients;
import java.util.Comparator;

/**
 * A message of a group that is not finished: leased to a consumer, waiting for its next delivery,
 * or blocked by an unfinished message before it with the same sharding key. Guarded by its {@link
 * Consumption}, changed by its {@link UnfinishedBook}.
 *
 * <p>Its times are those of {@link io.openons.broker.core.api.Scheduler#elapsed}: setting the clock
 * changes no lease.
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

  /**
   * Differs with each delivery and each change of the lease, so that only the latest handle is
   * valid; 0 before the first delivery.
   */
  int serial;

  /** When the lease ends; never changed while the lease is in an ordered set. */
  long end;

  /** When the broker stops to renew; {@link #NEVER} when it does not renew at all. */
  long renewUntil = NEVER;

  static final long NEVER = Long.MIN_VALUE;

  /** Who holds the lease; null when nobody does. */
  String clientId;

  /** The holder's name of the request that got the message; null when it had none. */
  String attemptId;

  Unfinished(int queue, long offset, String shardingKey) {
    this.queue = queue;
    this.offset = offset;
    this.shardingKey = shardingKey;
  }

  boolean isRenewed() {
    return renewUntil != NEVER;
  }

  /** Says whether the lease goes on beyond its end. */
  boolean isStillRenewed(long now, Clients clients) {
    return isRenewed() && now < renewUntil && clients.isAlive(clientId);
  }

  /** Returns the text by which its holder names this delivery. */
  ReceiptHandle handle(int group, int topic) {
    return new ReceiptHandle(group, topic, queue, offset, serial);
  }
}
