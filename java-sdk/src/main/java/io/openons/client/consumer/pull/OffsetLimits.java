package io.openons.client.consumer.pull;

/**
 * The offsets that a queue has.
 *
 * @param first of the oldest message
 * @param end behind the newest message
 */
public record OffsetLimits(long first, long end) {}
