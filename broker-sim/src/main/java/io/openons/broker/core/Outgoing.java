package io.openons.broker.core;

import java.time.Duration;

/**
 * A message on its way into the broker.
 *
 * @param message the message
 * @param checkImmunity how long its transaction is not asked for; null for the broker's default,
 *     and for other kinds
 */
public record Outgoing(Message message, Duration checkImmunity) {}
