package io.openons.tests.apache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aliyun.openservices.ons.api.Message;

/** Messages whose bodies are text. */
final class Texts {
  private Texts() {}

  static Message message(String topic, String text) {
    return message(topic, "", text);
  }

  static Message message(String topic, String tag, String text) {
    return new Message(topic, tag, text.getBytes(UTF_8));
  }

  static String of(Message message) {
    return new String(message.getBody(), UTF_8);
  }
}
