package io.openons.broker.store.disk;

/**
 * How full a disk is.
 *
 * @param total its size in bytes
 * @param usable bytes that this process may still write
 */
public record DiskUsage(long total, long usable) {
  /** Returns how much of the disk is taken, from 0 to 1; 0 for one that tells no size. */
  public double share() {
    return total <= 0 ? 0 : 1 - (double) usable / total;
  }
}
