package io.openons.broker.server.remoting.message;

import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.message.StoredMessage;

/**
 * A message for a receiver.
 *
 * @param stored the message
 * @param deliveries how many times the group got it before
 * @param checkpoint names its delivery under a lease; null when it has none
 */
public record Found(StoredMessage stored, int deliveries, String checkpoint) {
  /** Returns a message that was read from its queue. */
  public static Found of(StoredMessage stored) {
    return new Found(stored, stored.message().deliveries(), null);
  }

  /** Returns a message that was given under a lease. */
  public static Found of(Delivery delivery, String checkpoint) {
    // A dead letter keeps the deliveries that it had; for its new group it is the first.
    int before = Math.max(delivery.attempt() - 1, delivery.stored().message().deliveries());
    return new Found(delivery.stored(), before, checkpoint);
  }
}
