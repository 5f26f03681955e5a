package io.openons.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Message;
import java.util.UUID;

/**
 * This run of an example. Its messages carry its name as their key, so that it does not mistake for
 * its own what an earlier run, interrupted, left in the topic.
 */
final class Run {
  private static final String NAME = UUID.randomUUID().toString();

  private Run() {}

  /** A message of this run. */
  static Message message(String topic, String tag, String text) {
    return new Message(topic, tag, NAME, text.getBytes(UTF_8));
  }

  /** Whether this run sent the message. */
  static boolean sent(Message message) {
    return NAME.equals(message.getKey());
  }

  /** The body as text. */
  static String text(Message message) {
    return new String(message.getBody(), UTF_8);
  }
}
