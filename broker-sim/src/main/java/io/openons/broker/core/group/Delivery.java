package io.openons.broker.core.group;

import io.openons.broker.core.message.StoredMessage;

/**
 * A message given to a consumer under a lease.
 *
 * @param stored the message in its queue
 * @param attempt how many times it has been delivered to the group, this one included; from 1
 * @param receiptHandle names this delivery in acknowledgements and lease changes
 */
public record Delivery(StoredMessage stored, int attempt, String receiptHandle) {}
