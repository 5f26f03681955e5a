package io.openons.client.message;

import com.aliyun.openservices.ons.api.Constants;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.proto.v2.MessageQueue;

/** How queues are called: the broker's name, a separator, the queue's id. */
public final class PartitionNames {
  private PartitionNames() {}

  public static TopicPartition of(MessageQueue queue) {
    return new TopicPartition(
        queue.getTopic().getName(), of(queue.getBroker().getName(), queue.getId()));
  }

  public static String of(String brokerName, int queueId) {
    return brokerName + Constants.TOPIC_PARTITION_SEPARATOR + queueId;
  }
}
