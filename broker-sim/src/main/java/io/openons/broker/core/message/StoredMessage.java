package io.openons.broker.core.message;

/**
 * A message in its queue.
 *
 * @param queue number of the queue in its topic
 * @param offset place in the queue
 * @param position place of its record in the log of this broker; no other message ever has it
 * @param storeTime when the broker stored it, milliseconds since 1970
 * @param message what the sender made
 */
public record StoredMessage(
    int queue, long offset, long position, long storeTime, Message message) {}
