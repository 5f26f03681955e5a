package io.openons.client.message;

import com.aliyun.openservices.ons.api.Constants;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.proto.v2.MessageQueue;

/** Names of queues for applications: the broker's name, a separator, the queue's id. */
public final class PartitionNames {
  private PartitionNames() {}

  /** Returns a queue as applications see it. */
  public static TopicPartition of(MessageQueue queue) {
    return new TopicPartition(
        queue.getTopic().getName(), of(queue.getBroker().getName(), queue.getId()));
  }

  /** Returns the name of a queue. */
  public static String of(String brokerName, int queueId) {
    return brokerName + Constants.TOPIC_PARTITION_SEPARATOR + queueId;
  }
}
