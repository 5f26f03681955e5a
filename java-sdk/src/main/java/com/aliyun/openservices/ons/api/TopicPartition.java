package com.aliyun.openservices.ons.api;

import java.util.Objects;

/** A queue of a topic. */
public class TopicPartition {
  private String topic;
  private String partition;

  /**
   * A queue.
   *
   * @param partition broker name, {@link Constants#TOPIC_PARTITION_SEPARATOR}, queue id
   */
  public TopicPartition(String topic, String partition) {
    this.topic = topic;
    this.partition = partition;
  }

  /** The topic. */
  public String getTopic() {
    return topic;
  }

  /** Sets the topic. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /** The queue's name inside the topic. */
  public String getPartition() {
    return partition;
  }

  /** Sets the queue's name. */
  public void setPartition(String partition) {
    this.partition = partition;
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicPartition that
        && Objects.equals(topic, that.topic)
        && Objects.equals(partition, that.partition);
  }

  @Override
  public String toString() {
    return "TopicPartition{topic='" + topic + "', partition='" + partition + "'}";
  }
}
