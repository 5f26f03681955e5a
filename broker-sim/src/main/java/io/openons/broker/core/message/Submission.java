package io.openons.broker.core.message;

import java.time.Duration;

/**
 * A message on its way into the broker.
 *
 * @param message the message
 * @param checkImmunity how long its transaction is not asked for; null for the broker's default,
 *     and for other kinds
 */
public record Submission(Message message, Duration checkImmunity) {}
