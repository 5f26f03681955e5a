package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * One file of the commit log: a fixed range of positions, written through the file and read through
 * a mapping of it.
 *
 * <p>The mapping spans the whole range from the start, so a slice of it stays valid while the file
 * fills up.
 */
public final class Segment implements AutoCloseable {
  private static final String SUFFIX = ".log";

  private final Path path;
  private final long base;
  private final Disk.DiskFile file;
  private final int found;
  private final ByteBuffer bytes;

  private Segment(Path path, long base, Disk.DiskFile file, int found, ByteBuffer bytes) {
    this.path = path;
    this.base = base;
    this.file = file;
    this.found = found;
    this.bytes = bytes;
  }

  /** Opens or makes the segment that begins at a position of the log. */
  static Segment open(Disk disk, Path folder, long base, int size) throws IOException {
    Path path = folder.resolve("%020d%s".formatted(base, SUFFIX));
    Disk.DiskFile file = disk.open(path);
    int found = (int) Math.min(file.size(), size);
    return new Segment(path, base, file, found, file.map(0, size));
  }

  /**
   * Returns the first position of the segment in a file, or -1 when the name is not a segment's.
   */
  public static long baseOf(Path path) {
    String name = path.getFileName().toString();
    return name.matches("\\d{20}" + SUFFIX) ? Long.parseLong(name, 0, 20, 10) : -1;
  }

  Path path() {
    return path;
  }

  long base() {
    return base;
  }

  /** The first position after this segment. */
  long limit() {
    return base + bytes.capacity();
  }

  /** Returns the bytes from a position to the end of the segment. */
  ByteBuffer from(long position) {
    int start = (int) (position - base);
    return bytes.slice(start, bytes.capacity() - start);
  }

  /**
   * Returns the bytes from a position to where the file ended when it was opened. What lies behind
   * is zeros: looking at them would only bring them to memory.
   */
  ByteBuffer found(long position) {
    int start = (int) (position - base);
    return bytes.slice(start, Math.max(0, found - start));
  }

  void write(ByteBuffer data, long position) throws IOException {
    file.write(data, position - base);
  }

  void force() throws IOException {
    file.force();
  }

  /** Drops whatever the file holds at and after a position; the range reads as zeros again. */
  void cut(long position) throws IOException {
    file.truncate(position - base);
    file.map(0, bytes.capacity());
  }

  /** Shortens the file to its content, so that the next start need not look for its end. */
  void trim(long end) throws IOException {
    file.truncate(end - base);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
