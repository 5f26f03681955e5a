package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.ReservedKeys;
import io.openons.broker.core.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a message must be like to be stored; the rules are Apache RocketMQ's, so that what works
 * here works there.
 */
final class MessageRules {
  /**
   * No limit of RocketMQ's, but of the record: texts that the sender's library fills in, in bytes
   * of UTF-8.
   */
  private static final int MAX_SYSTEM_TEXT = 4096;

  private static final int MAX_SHARDING_KEY_BYTES = 64;

  private MessageRules() {}

  static void check(Message message, Topic topic, long now) {
    checkKind(message, topic, now);
    checkBody(message);
    checkId(message.id());
    checkTag(message.tag());
    message.keys().forEach(MessageRules::checkKey);
    message.properties().forEach(MessageRules::checkProperty);
    checkSizes(message);
  }

  private static void checkKind(Message message, Topic topic, long now) {
    if (!topic.settings().accepts().contains(message.kind())) {
      throw new BrokerException(
          Reason.KIND_CONFLICT,
          "topic %s accepts messages of type %s only, not %s; send to another topic or change this one's type"
              .formatted(topic.name(), topic.settings().accepts(), message.kind()));
    }
    String key = message.shardingKey();
    if (key != null
            && (key.isBlank()
                || size(key) >= MAX_SHARDING_KEY_BYTES
                || Texts.hasControlCharacter(key))
        || key == null && message.kind() == MessageKind.FIFO) {
      throw new BrokerException(
          Reason.ILLEGAL_SHARDING_KEY,
          "sharding key '%s' is blank, has a control character, or has %d bytes or more"
              .formatted(key == null ? "" : Texts.shorten(key), MAX_SHARDING_KEY_BYTES));
    }
    if (message.kind() == MessageKind.DELAY) {
      checkDelay(message.deliveryTime() - now);
    }
  }

  private static void checkDelay(long delay) {
    if (delay > Limits.MAX_DELAY.toMillis()) {
      throw new BrokerException(
          Reason.ILLEGAL_DELIVERY_TIME,
          "the delivery time is %d ms ahead, at most %d ms (%d days) are allowed"
              .formatted(delay, Limits.MAX_DELAY.toMillis(), Limits.MAX_DELAY.toDays()));
    }
  }

  private static void checkBody(Message message) {
    int size = message.body().remaining();
    if (size == 0) {
      throw new BrokerException(
          Reason.MESSAGE_BODY_EMPTY, "the body is empty; send at least one byte");
    }
    if (size > Limits.MAX_BODY_BYTES) {
      throw new BrokerException(
          Reason.MESSAGE_BODY_TOO_LARGE,
          "the body has %d bytes, at most %d are allowed".formatted(size, Limits.MAX_BODY_BYTES));
    }
  }

  private static void checkId(String id) {
    if (id.isBlank()) {
      throw new BrokerException(Reason.ILLEGAL_MESSAGE_ID, "the message id is blank");
    }
  }

  private static void checkTag(String tag) {
    if (tag != null && (tag.isBlank() || tag.indexOf('|') >= 0 || Texts.hasControlCharacter(tag))) {
      throw new BrokerException(
          Reason.ILLEGAL_TAG,
          "tag '%s' is blank or has a vertical bar or a control character"
              .formatted(Texts.shorten(tag)));
    }
  }

  private static void checkKey(String key) {
    if (key.isBlank() || Texts.hasControlCharacter(key)) {
      throw new BrokerException(
          Reason.ILLEGAL_KEY,
          "key '%s' is blank or has a control character".formatted(Texts.shorten(key)));
    }
  }

  private static void checkProperty(String key, String value) {
    if (key.isBlank() || ReservedKeys.contains(key)) {
      throw new BrokerException(
          Reason.ILLEGAL_PROPERTY,
          "property key '%s' is blank or reserved; choose another".formatted(Texts.shorten(key)));
    }
    if (Texts.hasControlCharacter(key) || Texts.hasControlCharacter(value)) {
      throw new BrokerException(
          Reason.ILLEGAL_PROPERTY,
          "property '%s' has a control character in its key or value"
              .formatted(Texts.shorten(key)));
    }
  }

  private static void checkSizes(Message message) {
    if (message.properties().size() > Limits.MAX_PROPERTIES) {
      throw new BrokerException(
          Reason.MESSAGE_PROPERTIES_TOO_LARGE,
          "%d properties, at most %d are allowed"
              .formatted(message.properties().size(), Limits.MAX_PROPERTIES));
    }
    int size = size(message.tag());
    for (String key : message.keys()) {
      size += size(key);
    }
    for (Map.Entry<String, String> property : message.properties().entrySet()) {
      size += size(property.getKey()) + size(property.getValue());
    }
    if (size > Limits.MAX_PROPERTY_BYTES) {
      throw new BrokerException(
          Reason.MESSAGE_PROPERTIES_TOO_LARGE,
          "properties, tag and keys have %d bytes, at most %d are allowed"
              .formatted(size, Limits.MAX_PROPERTY_BYTES));
    }
    int system =
        Math.max(
            size(message.id()), Math.max(size(message.bornHost()), size(message.traceContext())));
    int attributes = 0;
    for (Map.Entry<String, String> attribute : message.attributes().entrySet()) {
      attributes += size(attribute.getKey()) + size(attribute.getValue());
    }
    if (Math.max(system, attributes) > MAX_SYSTEM_TEXT) {
      throw new BrokerException(
          Reason.MESSAGE_PROPERTIES_TOO_LARGE,
          "message id, born host, trace context or attributes have %d bytes, at most %d are allowed"
              .formatted(Math.max(system, attributes), MAX_SYSTEM_TEXT));
    }
  }

  private static int size(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
