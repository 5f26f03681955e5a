package io.openons.broker.core.message;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;

/**
 * Names a transaction: the place of its half message, which no other has, and the message's id. The
 * text is {@code offset-id}; clients must not look into it.
 *
 * @param offset offset of the half message in the queue of half messages
 * @param messageId id of the message
 */
public record TransactionId(long offset, String messageId) {
  /**
   * Reads an id.
   *
   * @throws BrokerException with {@link Reason#INVALID_TRANSACTION_ID}
   */
  public static TransactionId parse(String text) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      try {
        return new TransactionId(Long.parseLong(text, 0, dash, 36), text.substring(dash + 1));
      } catch (NumberFormatException e) {
        // Falls through to the refusal, which names the whole text.
      }
    }
    throw new BrokerException(
        Reason.INVALID_TRANSACTION_ID,
        "'%s' is not a transaction id of this broker".formatted(Texts.shorten(text)));
  }

  @Override
  public String toString() {
    return Long.toString(offset, 36) + "-" + messageId;
  }
}
