package com.aliyun.openservices.ons.api;

import java.util.Optional;

/**
 * Where a broadcasting consumer keeps how far it has come; see {@link Consumer#setOffsetStore}.
 *
 * <p>Its methods are called on the consumer's threads, {@link #updateOffset} on several at once.
 * What {@link #start} and {@link #readOffset} throw keeps the consumer from starting; what the
 * others throw is logged.
 *
 * <p>In the published library {@link #readOffset} returns a class of that name from a package of
 * its own inside; here it is the one of the JDK. Implementations change one import.
 */
public interface OffsetStore {
  /** Is called before everything else. */
  void start();

  /** Is called after everything else, once. */
  void shutdown();

  /**
   * Keeps an offset.
   *
   * @param offset of the first message of the queue that is not consumed yet
   */
  void updateOffset(TopicPartition partition, long offset);

  /** The offset to go on at; empty to begin at the end of the queue. */
  Optional<Long> readOffset(TopicPartition partition);
}
