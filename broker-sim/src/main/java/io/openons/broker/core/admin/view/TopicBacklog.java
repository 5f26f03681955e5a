package io.openons.broker.core.admin.view;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.QueuePlace;
import java.time.Instant;
import java.util.List;

/**
 * How far a group is behind in a topic.
 *
 * @param topic the topic
 * @param total of all its queues
 * @param queues queue by queue
 */
public record TopicBacklog(ResourceName topic, Backlog total, List<Queue> queues) {
  /**
   * How far a group is behind in a queue.
   *
   * @param place where it is
   * @param backlog what that leaves
   * @param lastCommitted when the message before the committed offset was stored; null when there
   *     is none, or no longer
   */
  public record Queue(QueuePlace place, Backlog backlog, Instant lastCommitted) {}
}
