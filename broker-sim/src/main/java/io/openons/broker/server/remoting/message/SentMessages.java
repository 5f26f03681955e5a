package io.openons.broker.server.remoting.message;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.ReservedKeys;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Messages on their way from a sender. What the core has a place for goes there; all other
 * properties that clients use for themselves, and those that other protocols could not carry, are
 * attributes, so that clients of this protocol get back what was sent.
 */
public final class SentMessages {
  private SentMessages() {}

  /**
   * A message as it was sent.
   *
   * @param systemFlags how it is encoded
   * @param userFlag the number that the user gave it
   * @param properties all its properties, as one text
   * @param bornTime when it was made, milliseconds since 1970
   * @param bornHost where it comes from
   * @param deliveries how many times its group got it before
   * @param body its body
   */
  public record Sent(
      int systemFlags,
      int userFlag,
      String properties,
      long bornTime,
      String bornHost,
      int deliveries,
      ByteBuffer body) {}

  /**
   * A message with what its sender says about its transaction.
   *
   * @param message the message
   * @param producerGroup the group that may be asked; null when there is none
   * @param checkImmunity how long it is not asked; null for the broker's default
   */
  public record Read(Message message, String producerGroup, Duration checkImmunity) {}

  /**
   * Reads a message.
   *
   * @param now the time by which relative delays count, milliseconds since 1970
   * @throws BrokerException when a number in it is none, or its parts exclude each other
   */
  public static Read read(Sent sent, long now) {
    Map<String, String> left = PropertyText.read(sent.properties());
    String id = take(left, PropertyKeys.ID);
    String tag = take(left, PropertyKeys.TAG);
    List<String> keys = keys(take(left, PropertyKeys.KEYS));
    String shardingKey = take(left, PropertyKeys.SHARDING_KEY);
    String traceContext = take(left, PropertyKeys.TRACE_CONTEXT);
    long deliveryTime = deliveryTime(left, now);
    boolean isHalf = Boolean.parseBoolean(left.remove(PropertyKeys.HALF));
    if (isHalf && deliveryTime > 0) {
      throw new BrokerException(
          Reason.KIND_CONFLICT, "the message is of a transaction and has a delay; set one of them");
    }
    String producerGroup = left.remove(PropertyKeys.PRODUCER_GROUP);
    Duration immunity = isHalf ? immunity(left) : null;
    Message.Origin origin = origin(left, id);
    Map<String, String> attributes = new LinkedHashMap<>();
    if (sent.userFlag() != 0) {
      attributes.put(PropertyKeys.USER_FLAG, String.valueOf(sent.userFlag()));
    }
    left.entrySet()
        .removeIf(
            property -> {
              boolean isAttribute =
                  ReservedKeys.contains(property.getKey())
                      || Texts.hasControlCharacter(property.getKey())
                      || Texts.hasControlCharacter(property.getValue())
                      || property.getKey().isBlank();
              if (isAttribute) {
                attributes.put(property.getKey(), property.getValue());
              }
              return isAttribute;
            });
    Message message =
        new Message(
            id == null ? UUID.randomUUID().toString().replace("-", "") : id,
            kind(isHalf, deliveryTime, shardingKey),
            tag,
            keys,
            left,
            shardingKey,
            deliveryTime,
            SystemFlags.encoding(sent.systemFlags()),
            sent.bornTime(),
            sent.bornHost(),
            traceContext,
            attributes,
            sent.deliveries(),
            origin,
            sent.body());
    return new Read(message, isHalf ? producerGroup : null, immunity);
  }

  /** Returns a property of a message as it was sent; null when it has none. */
  public static String property(String properties, String key) {
    return PropertyText.read(properties).get(key);
  }

  /** Takes a property out; one that is empty stays, as an attribute of no meaning. */
  private static String take(Map<String, String> properties, String key) {
    String value = properties.get(key);
    if (value == null || value.isEmpty()) {
      return null;
    }
    properties.remove(key);
    return value;
  }

  private static List<String> keys(String text) {
    List<String> keys = new ArrayList<>();
    if (text != null) {
      for (String key : text.split(" ")) {
        if (!key.isEmpty()) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** Properties of absolute times stay, as attributes, for the receiver. */
  private static long deliveryTime(Map<String, String> properties, long now) {
    long time = Math.max(0, number(properties, PropertyKeys.DELIVERY_TIME));
    time = Math.max(time, number(properties, PropertyKeys.TIMER_TIME));
    long seconds = number(properties, PropertyKeys.TIMER_SECONDS);
    if (seconds > 0) {
      time = Math.max(time, now + Duration.ofSeconds(Math.min(seconds, 1L << 40)).toMillis());
    }
    long millis = number(properties, PropertyKeys.TIMER_MILLIS);
    if (millis > 0) {
      time = Math.max(time, now + Math.min(millis, 1L << 50));
    }
    long level = number(properties, PropertyKeys.DELAY_LEVEL);
    // Delivered with it, the message would be delayed again when its receiver sends it on.
    properties.remove(PropertyKeys.DELAY_LEVEL);
    if (level > 0) {
      time = Math.max(time, now + DelayLevels.of((int) Math.min(level, Byte.MAX_VALUE)).toMillis());
    }
    return time;
  }

  private static long number(Map<String, String> properties, String key) {
    String text = properties.get(key);
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BrokerException(
          Reason.ILLEGAL_PROPERTY,
          "property %s is '%s'; it must be a whole number".formatted(key, Texts.shorten(text)));
    }
  }

  private static Duration immunity(Map<String, String> properties) {
    long seconds =
        Math.max(
            number(properties, PropertyKeys.CHECK_IMMUNITY),
            number(properties, PropertyKeys.CHECK_IMMUNITY_OF_ONS));
    return seconds > 0 ? Duration.ofSeconds(Math.min(seconds, 1L << 40)) : null;
  }

  private static Message.Origin origin(Map<String, String> properties, String id) {
    String topic = take(properties, PropertyKeys.RETRY_TOPIC);
    String originId = take(properties, PropertyKeys.ORIGIN_ID);
    if (topic == null) {
      return null;
    }
    String first = originId == null ? id : originId;
    return new Message.Origin(topic, first == null ? "" : first);
  }

  private static MessageKind kind(boolean isHalf, long deliveryTime, String shardingKey) {
    if (isHalf) {
      return MessageKind.TRANSACTION;
    }
    if (deliveryTime > 0) {
      return MessageKind.DELAY;
    }
    return shardingKey == null ? MessageKind.NORMAL : MessageKind.FIFO;
  }
}
