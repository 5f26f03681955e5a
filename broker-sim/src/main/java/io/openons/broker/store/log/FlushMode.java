package io.openons.broker.store.log;

/** When an appended record counts as stored. */
public enum FlushMode {
  /**
   * As soon as the operating system has it. A crash of the broker process loses nothing; a power
   * cut loses at most the last {@link GroupFlush#ASYNC_INTERVAL}.
   */
  ASYNC,

  /**
   * After {@code fsync}. Neither a crash nor a power cut loses it. Concurrent appends share one
   * {@code fsync}.
   */
  SYNC
}
