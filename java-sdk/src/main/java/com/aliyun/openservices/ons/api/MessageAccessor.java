package com.aliyun.openservices.ons.api;

import java.util.Properties;

/** Makes messages as a consumer receives them. For the client itself and for tests of listeners. */
public class MessageAccessor {
  private MessageAccessor() {}

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
}
