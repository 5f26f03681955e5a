package io.openons.broker.core.admin.view;

import java.util.List;

/**
 * What a reset does to a group in a topic.
 *
 * @param queues queue by queue
 */
public record ResetPlan(List<Queue> queues) {
  /**
   * What a reset does in one queue.
   *
   * @param queue its number
   * @param before the committed offset before; -1 when the group had not begun
   * @param after the committed offset after
   * @param skipped messages that the group does not get any more
   * @param again messages that the group had committed, and gets once more
   */
  public record Queue(int queue, long before, long after, long skipped, long again) {}

  /** Copies the list. */
  public ResetPlan {
    queues = List.copyOf(queues);
  }

  /** Returns how many messages the group does not get any more. */
  public long skipped() {
    return queues.stream().mapToLong(Queue::skipped).sum();
  }

  /** Returns how many messages the group gets once more. */
  public long again() {
    return queues.stream().mapToLong(Queue::again).sum();
  }
}
