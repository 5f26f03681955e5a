package io.openons.broker.core.send;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import java.time.Instant;

/**
 * A transaction that is not decided, for operators.
 *
 * @param id its id
 * @param topic the topic of its message
 * @param half its message
 * @param clientId the sender
 * @param producerGroup the sender's group of producers; null for none
 * @param since when the half message was stored
 * @param checks how many times its producers were asked
 * @param nextCheck when they are asked next; null when it is set aside, because they were asked
 *     often enough
 */
public record OpenTransaction(
    String id,
    ResourceName topic,
    Message half,
    String clientId,
    String producerGroup,
    Instant since,
    int checks,
    Instant nextCheck) {
  /** Returns whether it is set aside: nobody is asked any more. */
  public boolean isSetAside() {
    return nextCheck == null;
  }
}
