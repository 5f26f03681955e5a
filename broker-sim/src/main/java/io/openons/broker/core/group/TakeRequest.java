package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.TagFilter;
import java.time.Duration;

/**
 * Asks for messages with a lease on them.
 *
 * @param group the consumer group
 * @param topic where from; any queue of it
 * @param clientId who asks
 * @param filter which messages the group wants; the others count as consumed
 * @param maxMessages at most that many, 1 or more; more than {@link Limits#MAX_RECEIVE_MESSAGES}
 *     are not given
 * @param lease how long the messages stay invisible to others; when the broker renews, how long it
 *     does at most, where zero stands for {@link Limits#MAX_AUTO_RENEW}
 * @param autoRenew whether the broker renews the lease while the client lives
 * @param waitTime how long to wait for a first message
 * @param attemptId names the request over repetitions: messages whose delivery got lost are given
 *     again; null for none
 */
public record TakeRequest(
    ResourceName group,
    ResourceName topic,
    String clientId,
    Filter filter,
    int maxMessages,
    Duration lease,
    boolean autoRenew,
    Duration waitTime,
    String attemptId) {

  /**
   * Checks the numbers.
   *
   * @throws BrokerException when one is not allowed, naming it and what is
   */
  public void check() {
    checkLength("client id", clientId, Limits.MAX_CLIENT_ID);
    checkLength("attempt id", attemptId, Limits.MAX_ATTEMPT_ID);
    if (maxMessages < 1) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "batch size is %d; ask for at least 1 message".formatted(maxMessages));
    }
    if (waitTime.isNegative()) {
      throw new BrokerException(
          Reason.ILLEGAL_WAIT, "the wait is %s; it must not be negative".formatted(waitTime));
    }
    if (!(autoRenew && lease.isZero())
        && (lease.isNegative() || lease.isZero() || lease.compareTo(Limits.MAX_LEASE) > 0)) {
      throw new BrokerException(
          Reason.ILLEGAL_LEASE,
          "the lease is %s; it must be longer than 0, and %s at most"
              .formatted(lease, Limits.MAX_LEASE));
    }
  }

  /** Returns the same request of a client that has this id. */
  public TakeRequest by(String id) {
    return new TakeRequest(
        group, topic, id, filter, maxMessages, lease, autoRenew, waitTime, attemptId);
  }

  /**
   * Returns the same request for what the group gets once more: all of it, since it matched when it
   * was delivered first, and without waiting.
   */
  public TakeRequest again(ResourceName redeliveries) {
    return new TakeRequest(
        group,
        redeliveries,
        clientId,
        TagFilter.parse(TagFilter.ALL),
        maxMessages,
        lease,
        autoRenew,
        Duration.ZERO,
        attemptId);
  }

  private static void checkLength(String what, String text, int max) {
    if (text != null && text.length() > max) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the %s has %d characters; at most %d are allowed".formatted(what, text.length(), max));
    }
  }
}
