package io.openons.broker.core.group;

/**
 * Where a group is in a queue.
 *
 * @param queue number of the queue
 * @param begin offset of the oldest message of the queue
 * @param end offset that the next message of the queue gets
 * @param committed offset below which the group has finished everything
 * @param pulled offset of the first message that the group did not get yet
 * @param unfinished messages under lease, or waiting for their next delivery; 0 in groups whose
 *     members share out the queues
 */
public record QueuePlace(
    int queue, long begin, long end, long committed, long pulled, int unfinished) {
  /** Returns how many messages the group got without committing them. */
  public long inFlight() {
    return pulled - committed;
  }

  /** Returns how many messages the group did not get yet. */
  public long ready() {
    return end - pulled;
  }

  /** Returns how many messages the group did not commit yet. */
  public long lag() {
    return end - committed;
  }
}
