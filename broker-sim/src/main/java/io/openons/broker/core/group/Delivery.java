package io.openons.broker.core.group;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.StoredMessage;

/**
 * A message given to a consumer under a lease.
 *
 * @param topic the topic that the group consumes it from; where it is stored may be another one,
 *     when the group gets it once more
 * @param stored the message in its queue
 * @param attempt how many times it has been delivered to the group, this one included; from 1
 * @param receiptHandle names this delivery in acknowledgements and lease changes
 */
public record Delivery(
    ResourceName topic, StoredMessage stored, int attempt, String receiptHandle) {}
