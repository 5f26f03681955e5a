package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ONSClientException;

/** Says which asynchronous send failed, and why. */
public class OnExceptionContext {
  private String messageId;
  private String topic;
  private ONSClientException exception;

  /** An empty context. */
  public OnExceptionContext() {}

  /** A context with everything. */
  public OnExceptionContext(String topic, String messageId, ONSClientException exception) {
    this.topic = topic;
    this.messageId = messageId;
    this.exception = exception;
  }

  /** The id that the message had been given. */
  public String getMessageId() {
    return messageId;
  }

  /** Sets {@link #getMessageId()}. */
  public void setMessageId(String messageId) {
    this.messageId = messageId;
  }

  /** The message's topic. */
  public String getTopic() {
    return topic;
  }

  /** Sets {@link #getTopic()}. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /** Why it failed. */
  public ONSClientException getException() {
    return exception;
  }

  /** Sets {@link #getException()}. */
  public void setException(ONSClientException exception) {
    this.exception = exception;
  }
}
