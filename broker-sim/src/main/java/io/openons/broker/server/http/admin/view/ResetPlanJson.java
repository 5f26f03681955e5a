package io.openons.broker.server.http.admin.view;

import java.util.List;

/**
 * What a reset of offsets did, or would do.
 *
 * @param dryRun whether nothing was done
 * @param skipped messages that the group does not get any more
 * @param again messages that the group gets once more
 * @param queues queue by queue
 */
public record ResetPlanJson(boolean dryRun, long skipped, long again, List<Queue> queues) {
  /**
   * What it did in a queue.
   *
   * @param queue its number
   * @param before the committed offset before; null when the group had not begun
   * @param after the committed offset after
   * @param skipped messages that the group does not get any more
   * @param again messages that the group gets once more
   */
  public record Queue(int queue, Long before, long after, long skipped, long again) {}
}
