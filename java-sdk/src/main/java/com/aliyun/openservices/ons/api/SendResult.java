package com.aliyun.openservices.ons.api;

/** Says that the server has a message. */
public class SendResult {
  private String messageId;
  private String topic;
  private String recallHandle;

  /** An empty result. */
  public SendResult() {}

  /** A result. */
  public SendResult(String topic, String messageId) {
    this.topic = topic;
    this.messageId = messageId;
  }

  /** The id under which the server has the message. */
  public String getMessageId() {
    return messageId;
  }

  /** Sets {@link #getMessageId()}. */
  public void setMessageId(String messageId) {
    this.messageId = messageId;
  }

  /** The topic. */
  public String getTopic() {
    return topic;
  }

  /** Sets {@link #getTopic()}. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /**
   * What a delayed message can be taken back by, see {@link Producer#recall}; null when the server
   * gave none.
   */
  public String getRecallHandle() {
    return recallHandle;
  }

  /** Sets {@link #getRecallHandle()}. */
  public void setRecallHandle(String recallHandle) {
    this.recallHandle = recallHandle;
  }

  @Override
  public String toString() {
    return "SendResult[topic=" + topic + ", messageId=" + messageId + "]";
  }
}
