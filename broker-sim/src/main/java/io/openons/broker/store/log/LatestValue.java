package io.openons.broker.store.log;

/**
 * The value of a key.
 *
 * @param position the record of the log that set it
 * @param value what it was set to
 */
public record LatestValue(long position, byte[] value) {}
