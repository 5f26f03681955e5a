package io.openons.broker.core.message;

import io.openons.broker.core.api.BrokerException;

/**
 * What became of one message of a request.
 *
 * @param messageId the sender's id of the message
 * @param queue number of its queue in its topic; {@link #NONE} when it was refused or waits
 * @param offset its offset in its queue; 0 when it was refused or waits
 * @param transactionId the id of its transaction; null unless it is a half message
 * @param recallHandle by which it can be recalled; null unless it is delayed
 * @param refusal why it was refused; null when it was stored
 */
public record PublishResult(
    String messageId,
    int queue,
    long offset,
    String transactionId,
    String recallHandle,
    BrokerException refusal) {
  /** Instead of the number of a queue. */
  public static final int NONE = -1;

  /** Returns the result of a message that is in its queue. */
  public static PublishResult stored(String messageId, int queue, long offset) {
    return new PublishResult(messageId, queue, offset, null, null, null);
  }

  /** Returns the result of a half message. */
  public static PublishResult half(String messageId, String transactionId) {
    return new PublishResult(messageId, NONE, 0, transactionId, null, null);
  }

  /** Returns the result of a message that waits for its delivery time. */
  public static PublishResult delayed(String messageId, String recallHandle) {
    return new PublishResult(messageId, NONE, 0, null, recallHandle, null);
  }

  /** Returns the result of a message that broke a rule. */
  public static PublishResult refused(String messageId, BrokerException refusal) {
    return new PublishResult(messageId, NONE, 0, null, null, refusal);
  }
}
