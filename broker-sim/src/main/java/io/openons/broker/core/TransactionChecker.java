package io.openons.broker.core;

/** Asks a producer what became of a transaction; each protocol has its own way. */
@FunctionalInterface
public interface TransactionChecker {
  /**
   * Asks one client. Its answer, if any, comes by {@link Broker#endTransaction}.
   *
   * @return false when the client cannot be reached, so that another is asked
   */
  boolean check(String clientId, Topic topic, String transactionId, Message half);
}
