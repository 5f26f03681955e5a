package io.openons.broker.core.read;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.StoredMessage;

/**
 * A message that was found by its place in the log.
 *
 * @param topic the topic that it is in
 * @param stored the message in its queue
 */
public record FoundMessage(ResourceName topic, StoredMessage stored) {}
