package io.openons.broker.store;

import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;

/**
 * What may be chosen about a journal.
 *
 * @param segmentBytes bytes per segment file of the log; the same each time a folder is opened
 * @param flushMode when an appended record counts as stored
 * @param retention how long the log is kept
 * @param diskWatermark the share of the disk, above 0 to 1, from which on {@link Journal#checkRoom}
 *     refuses
 */
public record StoreOptions(
    int segmentBytes, FlushMode flushMode, Retention retention, double diskWatermark) {
  /** Segments of 128 MiB, so that deleting the oldest gives room in even steps. */
  public static final int SEGMENT_BYTES = 128 << 20;

  /** 90 %, as Apache RocketMQ warns from; the rest is for what consuming and deleting write. */
  public static final double DISK_WATERMARK = 0.9;

  /** What a broker does unless told otherwise. */
  public static final StoreOptions DEFAULT =
      new StoreOptions(SEGMENT_BYTES, FlushMode.ASYNC, Retention.DEFAULT, DISK_WATERMARK);
}
