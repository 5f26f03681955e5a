package io.openons.broker.store.log;

/**
 * Names a record of which only the latest counts.
 *
 * @param kind what it is, given by the writer
 * @param name which one of its kind; at most 65,535 bytes in UTF-8
 */
public record RecordKey(byte kind, String name) {}
