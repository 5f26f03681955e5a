package io.openons.broker.core.message;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A message on its way into the broker.
 *
 * @param message the message
 * @param checkImmunity how long its transaction is not asked for; null for the broker's default,
 *     and for other kinds
 * @param queue the queue of its topic that the sender has chosen; empty when the broker chooses
 * @param producerGroup the producers that may be asked for its transaction; null in protocols that
 *     have no such groups
 * @param owner the user whose producers may be asked for its transaction; null for any, as without
 *     access control
 * @param batch messages of one call with the same object are stored together or not at all; null
 *     for a message that is by itself
 */
public record Submission(
    Message message,
    Duration checkImmunity,
    OptionalInt queue,
    String producerGroup,
    String owner,
    Object batch) {
  /** Makes one that is by itself. */
  public Submission(
      Message message,
      Duration checkImmunity,
      OptionalInt queue,
      String producerGroup,
      String owner) {
    this(message, checkImmunity, queue, producerGroup, owner, null);
  }

  /** Makes one whose queue the broker chooses, without a producer group and an owner. */
  public Submission(Message message, Duration checkImmunity) {
    this(message, checkImmunity, OptionalInt.empty(), null, null);
  }
}
