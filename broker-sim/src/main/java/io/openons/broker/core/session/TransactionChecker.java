package io.openons.broker.core.session;

import io.openons.broker.core.Broker;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.topic.Topic;

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
