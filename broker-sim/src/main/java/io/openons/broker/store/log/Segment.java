package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One file of the commit log: a fixed range of positions, written through the file and read through
 * a mapping of it.
 *
 * <p>The mapping spans the whole range from the start, so a slice of it stays valid while the file
 * fills up. Only the segment that is written holds an open file; a full one is its mapping alone.
 * Reading is safe on any thread, also beside the other methods.
 */
public final class Segment implements AutoCloseable {
  private static final String SUFFIX = ".log";

  private final Path path;
  private final long base;
  private final ByteBuffer bytes;
  private final Disk disk;

  /** Held to use the file, also by several at once; exclusively to open or close it. */
  private final ReadWriteLock fileLock = new ReentrantReadWriteLock();

  private Disk.DiskFile file;

  private Segment(Disk disk, Path path, long base, Disk.DiskFile file, ByteBuffer bytes) {
    this.disk = disk;
    this.path = path;
    this.base = base;
    this.file = file;
    this.bytes = bytes;
  }

  /** Opens the segment that begins at a position of the log to write it, or makes it. */
  static Segment open(Disk disk, Path folder, long base, int size) throws IOException {
    Path path = folder.resolve(name(base));
    Disk.DiskFile file = disk.open(path);
    return new Segment(disk, path, base, file, file.map(0, size));
  }

  /** Opens a segment that is full. */
  static Segment openFull(Disk disk, Path folder, long base, int size) throws IOException {
    Path path = folder.resolve(name(base));
    try (Disk.DiskFile file = disk.openReadOnly(path)) {
      return new Segment(disk, path, base, null, file.map(0, size));
    }
  }

  /** Returns the name of the file for the segment that begins at a position. */
  static String name(long base) {
    return "%020d%s".formatted(base, SUFFIX);
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

  /**
   * Returns the record at a position below the log's end, from there to the end of the segment.
   *
   * @throws DamagedLogException when no record can be read there
   */
  ByteBuffer record(long position) {
    int start = (int) (position - base);
    ByteBuffer in = bytes.slice(start, bytes.capacity() - start);
    DamagedLogException damage;
    try {
      if (RecordFormat.isRecord(in, position)) {
        return in;
      }
      // Java reports a fault of a mapping a little later than it happens, but within this.
      damage = new DamagedLogException(path, start, "no readable record");
    } catch (InternalError fault) {
      throw new StoreException(
          ("%s at byte %d cannot be read: the disk has a fault there, or the file was made shorter;"
                  + " repair the disk, then restart the broker")
              .formatted(path, start),
          fault);
    }
    throw damage;
  }

  void write(ByteBuffer data, long position) throws IOException {
    fileLock.readLock().lock();
    try {
      file.write(data, position - base);
    } finally {
      fileLock.readLock().unlock();
    }
  }

  /** Makes the segment durable; does nothing when it is closed, since a full one is durable. */
  void force() throws IOException {
    fileLock.readLock().lock();
    try {
      if (file != null) {
        file.force();
      }
    } finally {
      fileLock.readLock().unlock();
    }
  }

  /** Drops whatever the file holds at and after a position; the range reads as zeros again. */
  void cut(long position) throws IOException {
    trim(position);
    file.map(0, bytes.capacity());
  }

  /** Shortens the file to its content, so that the next start need not look for its end. */
  void trim(long end) throws IOException {
    fileLock.writeLock().lock();
    try {
      if (file == null) {
        file = disk.open(path);
      }
      file.truncate(end - base);
    } finally {
      fileLock.writeLock().unlock();
    }
  }

  boolean isOpen() {
    return file != null;
  }

  /** Closes the file; records can still be read. */
  @Override
  public void close() throws IOException {
    fileLock.writeLock().lock();
    try {
      if (file != null) {
        file.close();
        file = null;
      }
    } finally {
      fileLock.writeLock().unlock();
    }
  }
}
