package io.openons.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A view of the log: where the records of one queue are, by their offset in the queue.
 *
 * <pre>
 * offset size
 *      0    8  position of the record in the commit log
 *      8    8  time of the record, milliseconds since 1970
 *     16    4  hash of the record
 * </pre>
 *
 * <p>The newest entries are in memory; the others are in the queue's file, which is read through
 * one mapped part at a time. Safe on any thread.
 */
public final class ConsumeQueue {
  private static final int ENTRY = 20;
  private static final int FRESH_TAIL = 16 * ENTRY;
  private static final int LONG_TAIL = 50_000 * ENTRY;
  private static final int MAPPED_ENTRIES = 1 << 16;

  private final Disk disk;
  private final Path file;

  private volatile long size;
  private long inFile;
  private boolean fileDirty;
  private ByteBuffer tail = ByteBuffer.allocate(FRESH_TAIL);
  private long mappedFrom;
  private ByteBuffer mapped = ByteBuffer.allocate(0);

  /**
   * One entry.
   *
   * @param position where the record is in the log
   * @param time the time that the writer gave it, milliseconds since 1970
   * @param hash the hash that the writer gave it
   */
  public record Entry(long position, long time, int hash) {}

  /** Opens the view of one queue, whose file holds at least {@code inFile} entries. */
  ConsumeQueue(Disk disk, Path file, long inFile) {
    this.disk = disk;
    this.file = file;
    this.inFile = inFile;
    this.size = inFile;
  }

  /** The offset that the next record of this queue gets. */
  public long size() {
    return size;
  }

  /** Returns the entry at an offset below {@link #size()}. */
  public synchronized Entry entry(long offset) {
    if (offset < 0 || offset >= size) {
      throw new IndexOutOfBoundsException(
          "offset %d of %d entries in %s".formatted(offset, size, file));
    }
    ByteBuffer in = tail;
    int at = (int) (offset - inFile) * ENTRY;
    if (offset < inFile) {
      in = mapped(offset);
      at = (int) (offset - mappedFrom) * ENTRY;
    }
    return new Entry(in.getLong(at), in.getLong(at + 8), in.getInt(at + 16));
  }

  /**
   * Returns the first offset whose time is at or after a time; {@link #size()} when there is none.
   */
  public long firstOffsetAt(long time) {
    long low = 0;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (entry(middle).time < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  synchronized void append(long position, long time, int hash) {
    if (tail.remaining() < ENTRY) {
      tail = ByteBuffer.allocate(2 * tail.capacity()).put(tail.flip());
    }
    tail.putLong(position).putLong(time).putInt(hash);
    size++;
  }

  /**
   * Moves the entries in memory to the file when there are many; replaying a long log would fill
   * the memory.
   */
  synchronized void moveLongTail() {
    if (tail.position() >= LONG_TAIL) {
      writeTail();
    }
  }

  /** Makes all entries so far durable in the queue's file. */
  synchronized void save() {
    if (tail.position() > 0) {
      writeTail();
    }
    if (!fileDirty) {
      return;
    }
    try (Disk.DiskFile out = disk.open(file)) {
      out.force();
    } catch (IOException e) {
      throw failed("made durable", e);
    }
    fileDirty = false;
  }

  private void writeTail() {
    try {
      disk.createFolder(file.getParent());
      // Opened for each write: a broker may have more queues than a process may have open files.
      try (Disk.DiskFile out = disk.open(file)) {
        out.write(tail.duplicate().flip(), inFile * ENTRY);
      }
    } catch (IOException e) {
      throw failed("written", e);
    }
    inFile += tail.position() / ENTRY;
    tail = ByteBuffer.allocate(FRESH_TAIL);
    fileDirty = true;
  }

  synchronized void delete() {
    try {
      disk.delete(file);
    } catch (IOException e) {
      throw failed("deleted", e);
    }
  }

  private ByteBuffer mapped(long offset) {
    if (offset < mappedFrom || offset >= mappedFrom + mapped.capacity() / ENTRY) {
      long from = offset - offset % MAPPED_ENTRIES;
      long entries = Math.min(MAPPED_ENTRIES, inFile - from);
      try (Disk.DiskFile in = disk.openReadOnly(file)) {
        mapped = in.map(from * ENTRY, entries * ENTRY);
        mappedFrom = from;
      } catch (IOException e) {
        throw failed("read", e);
      }
    }
    return mapped;
  }

  private StoreException failed(String what, IOException e) {
    return new StoreException("queue file %s cannot be %s: %s".formatted(file, what, e), e);
  }
}
