package io.openons.broker.store.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops what would fill the disk before the disk is full: a full one would also stop consuming and
 * deleting, which write a little. Safe on any thread.
 */
public final class DiskWatermark {
  private static final Logger log = LoggerFactory.getLogger(DiskWatermark.class);

  private final Disk disk;
  private final Path folder;
  private final double share;
  private volatile DiskUsage latest;
  private volatile DiskUsage over;

  /**
   * Measures the disk.
   *
   * @param share the share of the disk that may be used, above 0 to 1
   */
  public DiskWatermark(Disk disk, Path folder, double share) {
    this.disk = disk;
    this.folder = folder;
    this.share = share;
    measure();
  }

  /** Measures the disk again; to be called often. */
  public void measure() {
    DiskUsage usage;
    try {
      usage = disk.usage(folder);
    } catch (IOException e) {
      throw new StoreException("the disk of %s cannot be measured: %s".formatted(folder, e), e);
    }
    latest = usage;
    DiskUsage before = over;
    over = usage.share() > share ? usage : null;
    if (before == null && over != null) {
      log.warn("sends are refused: {}", describe(usage));
    } else if (before != null && over == null) {
      log.info("sends are accepted again: {}", describe(usage));
    }
  }

  /** Returns how full the disk was at the last measurement. */
  public DiskUsage latest() {
    return latest;
  }

  /**
   * Refuses when the disk was too full at the last measurement.
   *
   * @throws AppendRefusedException with the figures
   */
  public void check() {
    DiskUsage usage = over;
    if (usage != null) {
      throw new AppendRefusedException(
          describe(usage) + "; free some space, or lower the retention, and send again");
    }
  }

  private String describe(DiskUsage usage) {
    return "the disk of %s is %.1f %% full (%d of %d bytes are free), the watermark is %.1f %%"
        .formatted(folder, 100 * usage.share(), usage.usable(), usage.total(), 100 * share);
  }
}
