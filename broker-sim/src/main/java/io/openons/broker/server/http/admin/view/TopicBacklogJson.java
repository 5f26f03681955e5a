package io.openons.broker.server.http.admin.view;

import java.util.List;

/**
 * How far a group is behind in a topic.
 *
 * @param topic the topic
 * @param total of all its queues
 * @param queues queue by queue
 */
public record TopicBacklogJson(String topic, BacklogJson total, List<Queue> queues) {
  /**
   * How far a group is behind in a queue.
   *
   * @param queue its number
   * @param begin offset of its oldest message
   * @param end offset that its next message gets
   * @param committed offset below which the group has finished everything
   * @param pulled offset of the first message that the group did not get yet
   * @param backlog what that leaves
   * @param lastCommitted when the last committed message was stored; null when it is not known
   */
  public record Queue(
      int queue,
      long begin,
      long end,
      long committed,
      long pulled,
      BacklogJson backlog,
      String lastCommitted) {}
}
