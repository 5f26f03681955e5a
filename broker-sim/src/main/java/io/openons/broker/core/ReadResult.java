package io.openons.broker.core;

import java.util.List;

/**
 * Messages read at an offset.
 *
 * @param messages the wanted messages, in order
 * @param nextOffset where to go on
 */
public record ReadResult(List<StoredMessage> messages, long nextOffset) {}
