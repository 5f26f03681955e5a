package io.openons.broker.core.send;

import java.time.Duration;

/**
 * When producers are asked for transactions that they did not decide.
 *
 * @param firstCheck how long after the half message at first, unless the message says otherwise
 * @param checkInterval how long after each question the next one
 * @param maxChecks how many times before the transaction is set aside
 */
public record TransactionOptions(Duration firstCheck, Duration checkInterval, int maxChecks) {
  /** Apache RocketMQ's: after 6 s, each 30 s, 15 times. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(Duration.ofSeconds(6), Duration.ofSeconds(30), 15);
}
