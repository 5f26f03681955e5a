package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads a segment of which nothing is known yet, for starts and fsck. It reads through the file and
 * not through a mapping: where nothing was written, a mapping takes a page of the disk, and a full
 * disk has none.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 256 << 10;

  private final Disk.DiskFile file;
  private final long base;
  private final int size;
  private final int windowSize;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private int windowStart;

  private SegmentReader(Disk.DiskFile file, long base, int size, int windowSize) {
    this.file = file;
    this.base = base;
    this.size = size;
    this.windowSize = windowSize;
  }

  /** Opens the segment that begins at a position of the log. */
  static SegmentReader open(Disk disk, Path path, long base) throws IOException {
    return open(disk, path, base, WINDOW);
  }

  /** Opens a segment of which only the beginning is wanted. */
  static SegmentReader openBeginning(Disk disk, Path path, long base) throws IOException {
    return open(disk, path, base, RecordFormat.BEGIN);
  }

  private static SegmentReader open(Disk disk, Path path, long base, int windowSize)
      throws IOException {
    Disk.DiskFile file = disk.openReadOnly(path);
    int size = (int) Math.min(file.size(), Integer.MAX_VALUE);
    return new SegmentReader(file, base, size, windowSize);
  }

  /** Returns the length of the file. */
  int size() {
    return size;
  }

  /** Returns the record at a place, which stays valid; null when none can be read there. */
  ByteBuffer record(int at) throws IOException {
    if (size - at < RecordFormat.HEADER) {
      return null;
    }
    int length = RecordFormat.size(bytes(at, RecordFormat.HEADER));
    if (length < RecordFormat.HEADER || length > Math.min(size - at, CommitLog.MAX_RECORD)) {
      return null;
    }
    ByteBuffer record = bytes(at, length);
    return RecordFormat.isRecord(record, base + at) ? record : null;
  }

  /** Returns whether only zeros follow from a place on. */
  boolean isBlank(int from) throws IOException {
    // One buffer for all of the file: a start reads through what is empty of a segment.
    ByteBuffer bytes = ByteBuffer.allocate(Math.max(0, Math.min(WINDOW, size - from)));
    ByteBuffer zeros = ByteBuffer.allocate(bytes.capacity());
    for (int at = from; at < size; at += bytes.limit()) {
      read(bytes, at);
      if (bytes.mismatch(zeros.limit(bytes.limit())) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first place, not before one, at which a record can be read; -1 for none. */
  int nextRecord(int from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.max(0, Math.min(WINDOW, size - from)));
    for (int at = from; at <= size - RecordFormat.HEADER; ) {
      read(bytes, at);
      int places = bytes.limit() - RecordFormat.HEADER + 1;
      for (int i = 0; i < places; i++) {
        if (RecordFormat.position(bytes, i) == base + at + i && record(at + i) != null) {
          return at + i;
        }
      }
      at += places;
    }
    return -1;
  }

  /** Fills a buffer from a place on, as far as the file goes. */
  private void read(ByteBuffer bytes, int at) throws IOException {
    file.read(bytes.clear().limit(Math.min(bytes.capacity(), size - at)), at);
    bytes.rewind();
  }

  /**
   * Returns the place of a record which knew that the log was durable beyond a place before it, so
   * that the unreadable bytes there are damage and no torn write; -1 when there is none.
   */
  int witnessOfDamage(int from) throws IOException {
    for (int at = nextRecord(from + 1); at >= 0; at = nextRecord(at + 1)) {
      if (RecordFormat.durable(record(at)) > base + from) {
        return at;
      }
    }
    return -1;
  }

  /** Returns bytes of the file. Each window is a buffer of its own, so what was returned stays. */
  private ByteBuffer bytes(int at, int length) throws IOException {
    if (at < windowStart || at + length > windowStart + window.capacity()) {
      int wanted = Math.min(Math.max(length, windowSize), size - at);
      window = ByteBuffer.allocate(wanted);
      windowStart = at;
      file.read(window, at);
    }
    return window.slice(at - windowStart, length);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
