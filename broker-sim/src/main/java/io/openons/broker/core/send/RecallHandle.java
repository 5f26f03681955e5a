package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Names a delayed message. The text is URL-safe base64; clients must not look into it.
 *
 * @param topicId number of the message's topic
 * @param deliveryTime when it is delivered, milliseconds since 1970
 * @param offset where it was stored in the queue of its span, so that it is found at once
 * @param messageId its id
 */
public record RecallHandle(int topicId, long deliveryTime, long offset, String messageId) {
  private static final String VERSION = "2";

  /**
   * Reads a handle.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST}
   */
  static RecallHandle parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 5);
      if (parts.length == 5 && parts[0].equals(VERSION)) {
        return new RecallHandle(
            Integer.parseInt(parts[1]),
            Long.parseLong(parts[2]),
            Long.parseLong(parts[3]),
            parts[4]);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the refusal, which names the whole text.
    }
    throw new BrokerException(
        Reason.BAD_REQUEST,
        "'%s' is not a recall handle of this broker".formatted(Texts.shorten(text)));
  }

  @Override
  public String toString() {
    String plain =
        String.join(
            ":",
            VERSION,
            String.valueOf(topicId),
            String.valueOf(deliveryTime),
            String.valueOf(offset),
            messageId);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
