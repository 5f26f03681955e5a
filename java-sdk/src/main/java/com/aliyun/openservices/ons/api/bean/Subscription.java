package com.aliyun.openservices.ons.api.bean;

import java.util.Objects;

/** What a consumer bean subscribes. */
public class Subscription {
  private String topic;
  private String expression;
  private String type;

  /** An empty subscription. */
  public Subscription() {}

  /** The topic. */
  public String getTopic() {
    return topic;
  }

  /** Sets the topic. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /** Which messages; null for all. */
  public String getExpression() {
    return expression;
  }

  /** Sets which messages. */
  public void setExpression(String expression) {
    this.expression = expression;
  }

  /** {@code TAG} or {@code SQL92}; null for tags. */
  public String getType() {
    return type;
  }

  /** Sets the language of the expression, {@code TAG} or {@code SQL92}. */
  public void setType(String type) {
    this.type = type;
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, expression, type);
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && getClass() == other.getClass()
        && Objects.equals(topic, ((Subscription) other).topic)
        && Objects.equals(expression, ((Subscription) other).expression)
        && Objects.equals(type, ((Subscription) other).type);
  }

  @Override
  public String toString() {
    return "Subscription[topic=" + topic + ", expression=" + expression + ", type=" + type + "]";
  }
}
