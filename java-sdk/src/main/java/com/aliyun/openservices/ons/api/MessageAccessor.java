package com.aliyun.openservices.ons.api;

import java.util.List;
import java.util.Properties;

/**
 * Makes messages as a consumer receives them, and reaches their system properties by name. For the
 * client itself and for tests of listeners.
 */
public class MessageAccessor {
  private static final List<String> WITH_FIELD =
      List.of(
          Message.SystemPropKey.TAG,
          Message.SystemPropKey.KEY,
          Message.SystemPropKey.MSGID,
          Message.SystemPropKey.SHARDINGKEY,
          Message.SystemPropKey.RECONSUMETIMES,
          Message.SystemPropKey.BORNTIMESTAMP,
          Message.SystemPropKey.BORNHOST,
          Message.SystemPropKey.STARTDELIVERTIME,
          Message.SystemPropKey.CONSUMEOFFSET,
          Message.SystemPropKey.PARTITION);

  /** All methods are static. */
  public MessageAccessor() {}

  /** All system properties that are set, as texts; a copy. */
  public static Properties getSystemProperties(Message msg) {
    Properties all = new Properties();
    all.putAll(msg.otherSystemProperties());
    for (String name : WITH_FIELD) {
      String value = msg.getSystemProperty(name);
      if (value != null) {
        all.setProperty(name, value);
      }
    }
    return all;
  }

  /** Replaces all system properties; null removes them. */
  public static void setSystemProperties(Message msg, Properties systemProperties) {
    Properties all = systemProperties == null ? new Properties() : systemProperties;
    msg.otherSystemProperties().clear();
    WITH_FIELD.forEach(name -> msg.putSystemProperty(name, null));
    all.stringPropertyNames().forEach(name -> msg.putSystemProperty(name, all.getProperty(name)));
  }

  /** Sets a system property; a null key or value is ignored. */
  public static void putSystemProperties(Message msg, String key, String value) {
    if (key != null && value != null) {
      msg.putSystemProperty(key, value);
    }
  }

  /** A system property as text, or null. */
  public static String getSystemProperties(Message msg, String key) {
    return key == null ? null : msg.getSystemProperty(key);
  }

  /**
   * A message with everything that is known about it.
   *
   * @param userProperties taken over, not copied; null for none
   */
  public static Message message(
      String topic, byte[] body, SystemProperties systemProperties, Properties userProperties) {
    return new Message(topic, body, systemProperties, userProperties);
  }

  /**
   * Says which queue a message came from.
   *
   * @param partition broker name, {@link Constants#TOPIC_PARTITION_SEPARATOR}, queue id
   */
  public static void setPartition(Message message, String partition) {
    message.setPartition(partition);
  }

  /** When the server stored a received message, in milliseconds since 1970; 0 when not known. */
  public static long getStoredTimestamp(Message message) {
    return message.getStoredTimestamp();
  }

  /** Says when the server stored a message, in milliseconds since 1970. */
  public static void setStoredTimestamp(Message message, long millis) {
    message.setStoredTimestamp(millis);
  }
}
