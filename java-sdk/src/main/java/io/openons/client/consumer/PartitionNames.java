package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Constants;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.proto.v2.MessageQueue;

/** How queues are called: the broker's name, a separator, the queue's id. */
final class PartitionNames {
  private PartitionNames() {}

  static TopicPartition of(MessageQueue queue) {
    return new TopicPartition(
        queue.getTopic().getName(), of(queue.getBroker().getName(), queue.getId()));
  }

  static String of(String brokerName, int queueId) {
    return brokerName + Constants.TOPIC_PARTITION_SEPARATOR + queueId;
  }
}
