package io.openons.broker.core;

/**
 * What became of one message of a request.
 *
 * @param messageId the sender's id of the message
 * @param queue number of the queue that has it; -1 when it was refused
 * @param offset its offset in the queue; -1 when it was refused
 * @param refusal why it was refused; null when it was stored
 */
public record PublishResult(String messageId, int queue, long offset, BrokerException refusal) {
  static PublishResult stored(String messageId, int queue, long offset) {
    return new PublishResult(messageId, queue, offset, null);
  }

  /** Returns the result of a message that broke a rule. */
  public static PublishResult refused(String messageId, BrokerException refusal) {
    return new PublishResult(messageId, -1, -1, refusal);
  }
}
