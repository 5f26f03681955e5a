package io.openons.broker.server.remoting.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Handles of delayed messages as clients of this protocol read them: URL-safe base64 of {@code v1
 * topic broker time id handle}. The last is the core's, which clients pass over.
 */
public final class RecallText {
  private static final String VERSION = "v1";
  private static final int PARTS = 6;

  private RecallText() {}

  /**
   * Returns the text for a handle of the core.
   *
   * @param time when the message is delivered, milliseconds since 1970
   */
  public static String of(String topic, String broker, long time, String id, String handle) {
    String text = String.join(" ", VERSION, topic, broker, String.valueOf(time), id, handle);
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the core's handle; what is no such text is one, of a client of another protocol. */
  public static String handle(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ");
      return parts.length == PARTS && parts[0].equals(VERSION) ? parts[PARTS - 1] : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
