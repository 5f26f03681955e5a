package io.openons.broker.core.admin.view;

import java.time.Instant;

/**
 * A queue of a topic, for operators.
 *
 * @param queue its number
 * @param begin offset of its oldest message; its end when it is empty
 * @param end offset that its next message gets
 * @param earliest when its oldest message was stored; null when it is empty
 * @param latest when its newest message was stored; null when it is empty
 */
public record QueueView(int queue, long begin, long end, Instant earliest, Instant latest) {}
