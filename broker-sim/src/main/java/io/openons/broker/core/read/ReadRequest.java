package io.openons.broker.core.read;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import java.time.Duration;

/**
 * Asks for the messages of a queue from an offset on, without a lease.
 *
 * @param group the consumer group on whose behalf the queue is read; null for an operator, who sees
 *     what is for one group only, too
 * @param topic the topic
 * @param queue number of the queue in the topic
 * @param offset where to begin, from the queue's first offset to the one after its last
 * @param filter which messages are wanted; the others are passed over
 * @param maxMessages at most that many, 1 or more; more than {@link Limits#MAX_RECEIVE_MESSAGES}
 *     are not given
 * @param waitTime how long to wait for a first message
 */
public record ReadRequest(
    ResourceName group,
    ResourceName topic,
    int queue,
    long offset,
    Filter filter,
    int maxMessages,
    Duration waitTime) {}
