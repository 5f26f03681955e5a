package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Properties;

/**
 * A message: a topic, a body of any bytes, and what is said about them.
 *
 * <p>Not safe for use by several threads. The body is not copied, neither by constructors, setters
 * and getters nor by a send: do not change the array before the send has ended.
 */
public class Message implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** Names of system properties in {@link MessageAccessor}. */
  public static class SystemPropKey {
    public static final String TAG = "__TAG";
    public static final String KEY = "__KEY";
    public static final String MSGID = "__MSGID";
    public static final String SHARDINGKEY = "__SHARDINGKEY";
    public static final String RECONSUMETIMES = "__RECONSUMETIMES";
    public static final String BORNTIMESTAMP = "__BORNTIMESTAMP";
    public static final String BORNHOST = "__BORNHOST";
    public static final String STARTDELIVERTIME = "__STARTDELIVERTIME";
    public static final String CONSUMEOFFSET = "__CONSUMEOFFSET";
    public static final String PARTITION = "__PARTITION";

    /** Holds constants only. */
    public SystemPropKey() {}
  }

  private String topic;
  private byte[] body;
  private SystemProperties system;
  private Properties userProperties;
  private String partition;
  private long storedTimestamp;
  private Properties otherSystemProperties;

  /** An empty message; give it a topic and a body. */
  public Message() {
    this(null, null, null);
  }

  /**
   * A message.
   *
   * @param topic letters, digits, {@code _ - % | .}; at most 255 characters
   * @param tag what consumers filter by; null or empty for none; must not contain {@code |}
   * @param body at least one byte, at most what the server takes (4 MiB unless configured)
   */
  public Message(String topic, String tag, byte[] body) {
    this(topic, tag, "", body);
  }

  /**
   * A message with a key.
   *
   * @param key finds the message again later; several keys are separated by blanks; null for none
   */
  public Message(String topic, String tag, String key, byte[] body) {
    this(topic, body, new SystemProperties(), null);
    system.setTag(tag);
    system.setKey(key);
  }

  Message(String topic, byte[] body, SystemProperties system, Properties userProperties) {
    this.topic = topic;
    this.body = body;
    this.system = system;
    this.userProperties = userProperties;
  }

  /** Sets a user property. A null key or value is ignored. */
  public void putUserProperties(String key, String value) {
    if (key != null && value != null) {
      getUserProperties().put(key, value);
    }
  }

  /** A user property as text, or null. */
  public String getUserProperties(String key) {
    if (userProperties == null || key == null) {
      return null;
    }
    Object value = userProperties.get(key);
    return value == null ? userProperties.getProperty(key) : value.toString();
  }

  /** The topic. */
  public String getTopic() {
    return topic;
  }

  /** Sets the topic. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /** The tag, or null. */
  public String getTag() {
    return system.getTag();
  }

  /** Sets the tag. */
  public void setTag(String tag) {
    system.setTag(tag);
  }

  /** The key or keys, separated by blanks; empty when there is none. */
  public String getKey() {
    return system.getKey();
  }

  /** Sets the key or keys, separated by blanks. */
  public void setKey(String key) {
    system.setKey(key);
  }

  /** The id: given by the client when the message is sent, known at receipt; null before. */
  public String getMsgID() {
    return system.getMsgId();
  }

  /** Sets the id. A send gives the message a new one. */
  public void setMsgID(String msgId) {
    system.setMsgId(msgId);
  }

  /** All user properties; never null, changes show in the message. */
  public Properties getUserProperties() {
    if (userProperties == null) {
      userProperties = new Properties();
    }
    return userProperties;
  }

  /** Replaces all user properties; null removes them. */
  public void setUserProperties(Properties userProperties) {
    this.userProperties = userProperties;
  }

  /** The body; not a copy. */
  public byte[] getBody() {
    return body;
  }

  /** Sets the body; not copied. */
  public void setBody(byte[] body) {
    this.body = body;
  }

  /** How often the message was delivered to this group before; 0 at the first delivery. */
  public int getReconsumeTimes() {
    return system.getReconsumeTimes();
  }

  /** Sets {@link #getReconsumeTimes()}. */
  public void setReconsumeTimes(int reconsumeTimes) {
    system.setReconsumeTimes(reconsumeTimes);
  }

  /** When the sender sent it, in milliseconds since 1970; 0 when not known. */
  public long getBornTimestamp() {
    return system.getBornTimestamp();
  }

  /** Sets {@link #getBornTimestamp()}. */
  public void setBornTimestamp(long bornTimestamp) {
    system.setBornTimestamp(bornTimestamp);
  }

  /** The sender's host; empty when not known. */
  public String getBornHost() {
    return system.getBornHost();
  }

  /** Sets {@link #getBornHost()}. */
  public void setBornHost(String bornHost) {
    system.setBornHost(bornHost);
  }

  /** When the message may be delivered, in milliseconds since 1970; 0 for at once. */
  public long getStartDeliverTime() {
    return system.getStartDeliverTime();
  }

  /** The sharding key of an ordered message; empty for others. */
  public String getShardingKey() {
    return system.getShardingKey();
  }

  /** Sets the sharding key of an ordered message. */
  public void setShardingKey(String shardingKey) {
    system.setShardingKey(shardingKey);
  }

  /**
   * Sets the earliest delivery.
   *
   * @param startDeliverTime milliseconds since 1970; a time in the past, or 0, means at once. How
   *     far ahead is up to the server: 40 days here, 24 hours on Apache RocketMQ
   */
  public void setStartDeliverTime(long startDeliverTime) {
    system.setStartDeliverTime(startDeliverTime);
  }

  /** The message's offset in its queue; 0 when not known. */
  public long getOffset() {
    return system.getPartitionOffset();
  }

  /** The queue that the message was received from; its partition is null before that. */
  public TopicPartition getTopicPartition() {
    return new TopicPartition(topic, partition);
  }

  void setPartition(String partition) {
    this.partition = partition;
  }

  long getStoredTimestamp() {
    return storedTimestamp;
  }

  void setStoredTimestamp(long storedTimestamp) {
    this.storedTimestamp = storedTimestamp;
  }

  /** A system property as text, or null when it is not set. */
  String getSystemProperty(String name) {
    return switch (name) {
      case SystemPropKey.TAG -> getTag();
      case SystemPropKey.KEY -> getKey();
      case SystemPropKey.MSGID -> getMsgID();
      case SystemPropKey.SHARDINGKEY -> textUnlessEmpty(getShardingKey());
      case SystemPropKey.RECONSUMETIMES -> textUnlessZero(getReconsumeTimes());
      case SystemPropKey.BORNTIMESTAMP -> textUnlessZero(getBornTimestamp());
      case SystemPropKey.BORNHOST -> textUnlessEmpty(getBornHost());
      case SystemPropKey.STARTDELIVERTIME -> textUnlessZero(getStartDeliverTime());
      case SystemPropKey.CONSUMEOFFSET -> textUnlessZero(getOffset());
      case SystemPropKey.PARTITION -> partition;
      default -> otherSystemProperties().getProperty(name);
    };
  }

  private static String textUnlessEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String textUnlessZero(long number) {
    return number == 0 ? null : Long.toString(number);
  }

  /** Sets a system property from text; null removes it. */
  void putSystemProperty(String name, String value) {
    switch (name) {
      case SystemPropKey.TAG -> setTag(value);
      case SystemPropKey.KEY -> setKey(value);
      case SystemPropKey.MSGID -> setMsgID(value);
      case SystemPropKey.SHARDINGKEY -> setShardingKey(value == null ? "" : value);
      case SystemPropKey.RECONSUMETIMES -> setReconsumeTimes((int) number(name, value));
      case SystemPropKey.BORNTIMESTAMP -> setBornTimestamp(number(name, value));
      case SystemPropKey.BORNHOST -> setBornHost(value == null ? "" : value);
      case SystemPropKey.STARTDELIVERTIME -> setStartDeliverTime(number(name, value));
      case SystemPropKey.CONSUMEOFFSET -> system.setPartitionOffset(number(name, value));
      case SystemPropKey.PARTITION -> partition = value;
      default -> otherSystemProperties().setProperty(name, value);
    }
  }

  private static long number(String name, String value) {
    try {
      return value == null ? 0 : Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new ONSClientException(
          "system property " + name + ": '" + value + "' is not a number",
          notANumber,
          ErrorCode.INVALID_ARGUMENT);
    }
  }

  /** System properties that have no field of their own; never null. */
  Properties otherSystemProperties() {
    if (otherSystemProperties == null) {
      otherSystemProperties = new Properties();
    }
    return otherSystemProperties;
  }

  /** Everything but the bytes of the body. */
  @Override
  public String toString() {
    return "Message [topic="
        + topic
        + ", systemProperties="
        + MessageAccessor.getSystemProperties(this)
        + ", userProperties="
        + userProperties
        + ", body="
        + (body == null ? 0 : body.length)
        + "]";
  }
}
