package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;

/**
 * Names one delivery of one message to one group. The text is {@code
 * 1:group:topic:queue:offset:serial}, all numbers base 36; clients must not look into it.
 *
 * @param group number of the group
 * @param topic number of the topic
 * @param queue number of the queue in the topic
 * @param offset offset of the message in the queue
 * @param serial counts the deliveries and lease changes of the group in the topic, from a number
 *     that each start of the broker chooses; only the latest handle is valid
 */
public record ReceiptHandle(int group, int topic, int queue, long offset, int serial) {
  private static final String VERSION = "1";
  private static final int RADIX = 36;

  /**
   * Reads a handle.
   *
   * @throws BrokerException with {@link Reason#INVALID_RECEIPT_HANDLE}
   */
  public static ReceiptHandle parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 6 && parts[0].equals(VERSION)) {
      try {
        return new ReceiptHandle(
            Integer.parseInt(parts[1], RADIX),
            Integer.parseInt(parts[2], RADIX),
            Integer.parseInt(parts[3], RADIX),
            Long.parseLong(parts[4], RADIX),
            Integer.parseInt(parts[5], RADIX));
      } catch (NumberFormatException e) {
        // Falls through to the refusal, which names the whole text.
      }
    }
    throw new BrokerException(
        Reason.INVALID_RECEIPT_HANDLE,
        "'%s' is not a receipt handle of this broker".formatted(Texts.shorten(text)));
  }

  @Override
  public String toString() {
    return String.join(
        ":",
        VERSION,
        Integer.toString(group, RADIX),
        Integer.toString(topic, RADIX),
        Integer.toString(queue, RADIX),
        Long.toString(offset, RADIX),
        Integer.toString(serial, RADIX));
  }
}
