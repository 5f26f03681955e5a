package io.openons.broker.core.read;

import io.openons.broker.core.message.StoredMessage;
import java.util.List;

/**
 * Messages read at an offset.
 *
 * @param messages the wanted messages, in order
 * @param nextOffset where to go on
 */
public record ReadResult(List<StoredMessage> messages, long nextOffset) {}
