package io.openons.client.config;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds what a consumer may hold by the heap, so that the default of 512 MiB does not end a
 * process with a heap of 256. A quarter is for received messages; as much again is needed while
 * they are decoded and handled, and the rest belongs to the application.
 */
final class HeapShare {
  private static final Log log = Logs.of(HeapShare.class);
  private static final int PARTS = 4;
  private static final AtomicBoolean logged = new AtomicBoolean();

  private HeapShare() {}

  /** Returns the bytes that a consumer may hold at most in a heap of that size. */
  static long of(long maxHeap) {
    return Math.max(1 << 20, maxHeap / PARTS);
  }

  /** Returns {@code maxCachedMessageSizeInMiB} in bytes, cut to the share of this heap. */
  static long cachedBytes(PropertyReader reader) {
    return cachedBytes(reader, Runtime.getRuntime().maxMemory());
  }

  static long cachedBytes(PropertyReader reader, long maxHeap) {
    long wanted = (long) reader.get(OnsProperties.MAX_CACHED_MIB) << 20;
    long most = of(maxHeap);
    if (wanted <= most) {
      return wanted;
    }
    reader.derive(OnsProperties.MAX_CACHED_MIB, most >> 20);
    if (logged.compareAndSet(false, true)) {
      log.info(
          "consumers hold at most {} MiB of messages, not {}: a quarter of the heap of {} MiB; raise"
              + " -Xmx, or lower {}",
          most >> 20,
          wanted >> 20,
          maxHeap >> 20,
          OnsProperties.MAX_CACHED_MIB.key());
    }
    return most;
  }
}
