package io.openons.broker.core.message;

import io.openons.broker.core.api.BrokerException;

/**
 * What became of one message of a request.
 *
 * @param messageId the sender's id of the message
 * @param offset its offset in its queue; 0 when it was refused or waits
 * @param transactionId the id of its transaction; null unless it is a half message
 * @param recallHandle by which it can be recalled; null unless it is delayed
 * @param refusal why it was refused; null when it was stored
 */
public record PublishResult(
    String messageId,
    long offset,
    String transactionId,
    String recallHandle,
    BrokerException refusal) {
  public static PublishResult stored(String messageId, long offset) {
    return new PublishResult(messageId, offset, null, null, null);
  }

  public static PublishResult half(String messageId, String transactionId) {
    return new PublishResult(messageId, 0, transactionId, null, null);
  }

  public static PublishResult delayed(String messageId, String recallHandle) {
    return new PublishResult(messageId, 0, null, recallHandle, null);
  }

  /** Returns the result of a message that broke a rule. */
  public static PublishResult refused(String messageId, BrokerException refusal) {
    return new PublishResult(messageId, 0, null, null, refusal);
  }
}
