package io.openons.broker.store.view;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordDeletedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Predicate;

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
 * <p>The newest entries are in memory; the others are in files of {@link #FILE_ENTRIES} entries
 * each, named by the first offset that belongs there, and read through one mapped file at a time.
 * Retention moves the queue's begin, and files wholly before it are deleted. Safe on any thread.
 */
public final class ConsumeQueue {
  public static final int ENTRY = 20;
  static final int FILE_ENTRIES = 1 << 16;
  private static final int FRESH_TAIL = 16 * ENTRY;
  private static final int LONG_TAIL = 10_000 * ENTRY;

  private final Disk disk;
  private final Path folder;
  private final QueueKey key;

  private volatile long begin;
  private volatile long size;
  private long firstFile;
  private long inFiles;
  private volatile long forced;
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

  /** Opens the view of one queue, whose files hold the entries of a span. */
  public ConsumeQueue(Disk disk, Path folder, QueueKey key, Span inFiles) {
    this.disk = disk;
    this.folder = folder;
    this.key = key;
    this.begin = inFiles.begin();
    this.size = inFiles.size();
    this.firstFile = fileOf(begin);
    this.inFiles = size;
    this.forced = size;
  }

  /**
   * The offsets that a queue has.
   *
   * @param begin the first one
   * @param size the one after the last
   */
  public record Span(long begin, long size) {
    public static final Span EMPTY = new Span(0, 0);
  }

  Span span() {
    return new Span(begin, size);
  }

  /** The offset of the oldest record that is still there; {@link #size()} when there is none. */
  public long begin() {
    return begin;
  }

  /** The offset that the next record of this queue gets. */
  public long size() {
    return size;
  }

  /**
   * Returns the entry at an offset below {@link #size()}.
   *
   * @throws RecordDeletedException when it is below {@link #begin()}
   */
  public synchronized Entry entry(long offset) {
    if (offset < 0 || offset >= size) {
      throw new IndexOutOfBoundsException(
          "offset %d of %d entries of queue %s in %s".formatted(offset, size, key, folder));
    }
    if (offset < begin) {
      throw new RecordDeletedException(
          "offset %d of queue %s is deleted; it begins at %d".formatted(offset, key, begin));
    }
    ByteBuffer in = tail;
    int at = (int) (offset - inFiles) * ENTRY;
    if (offset < inFiles) {
      in = mapped(offset);
      at = (int) (offset - mappedFrom) * ENTRY;
    }
    return new Entry(in.getLong(at), in.getLong(at + 8), in.getInt(at + 16));
  }

  /**
   * Returns the first offset whose time is at or after a time; {@link #size()} when there is none.
   */
  public synchronized long firstOffsetAt(long time) {
    return first(entry -> entry.time >= time);
  }

  /** Returns the first offset whose record is at or after a position of the log. */
  public synchronized long firstOffsetFrom(long position) {
    return first(entry -> entry.position >= position);
  }

  private long first(Predicate<Entry> reached) {
    long low = begin;
    long high = size;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (reached.test(entry(middle))) {
        high = middle;
      } else {
        low = middle + 1;
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

  /** Drops the entries below an offset; an empty queue goes on at it. */
  public synchronized void beginAt(long offset) {
    if (offset > size) {
      if (begin < size) {
        throw new StoreException(
            "queue %s has the offsets %d to %d and cannot begin at %d"
                .formatted(key, begin, size, offset));
      }
      writeTail();
      size = offset;
      inFiles = offset;
      forced = offset;
      firstFile = fileOf(offset);
    }
    begin = Math.max(begin, offset);
  }

  /**
   * Moves the entries in memory to the files when there are many; a flood of messages, or replaying
   * a long log, would fill the memory.
   */
  synchronized void moveLongTail() {
    if (tail.position() >= LONG_TAIL) {
      writeTail();
    }
  }

  /**
   * Makes all entries so far durable in the queue's files. For one thread at a time; appending and
   * reading go on meanwhile, since a flush may take as long as the disk likes.
   */
  void save() {
    long written;
    synchronized (this) {
      writeTail();
      written = inFiles;
    }
    try {
      boolean isNewFile = false;
      for (long first = fileOf(forced); first < written && forced < written; ) {
        try (Disk.DiskFile out = disk.open(file(first))) {
          out.force();
        }
        isNewFile |= forced <= Math.max(first, begin);
        first += FILE_ENTRIES;
        forced = Math.min(first, written);
      }
      if (isNewFile) {
        disk.forceFolder(folder);
      }
    } catch (IOException e) {
      throw failed("made durable", e);
    }
  }

  private void writeTail() {
    ByteBuffer entries = tail.duplicate().flip();
    try {
      if (entries.hasRemaining()) {
        disk.createFolder(folder);
      }
      long next = inFiles;
      while (entries.hasRemaining()) {
        long first = fileOf(next);
        int count = (int) Math.min(entries.remaining() / ENTRY, first + FILE_ENTRIES - next);
        // Opened for each write: a broker may have more queues than a process may have open files.
        try (Disk.DiskFile out = disk.open(file(first))) {
          out.write(entries.slice(entries.position(), count * ENTRY), place(next));
        }
        entries.position(entries.position() + count * ENTRY);
        next += count;
      }
      inFiles = next;
      tail = ByteBuffer.allocate(FRESH_TAIL);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  /** Deletes the files that hold only entries before the begin. */
  synchronized void deleteUnused() {
    deleteFiles(fileOf(begin));
  }

  /** Deletes all files. */
  public synchronized void delete() {
    deleteFiles(inFiles);
  }

  private void deleteFiles(long end) {
    try {
      for (; firstFile < end; firstFile += FILE_ENTRIES) {
        disk.delete(file(firstFile));
      }
    } catch (IOException e) {
      throw failed("deleted", e);
    }
  }

  private ByteBuffer mapped(long offset) {
    if (offset < mappedFrom || offset >= mappedFrom + mapped.capacity() / ENTRY) {
      long first = fileOf(offset);
      long entries = Math.min(FILE_ENTRIES, inFiles - first);
      try (Disk.DiskFile in = disk.openReadOnly(file(first))) {
        mapped = in.map(0, entries * ENTRY);
        mappedFrom = first;
      } catch (IOException e) {
        throw failed("read", e);
      }
    }
    return mapped;
  }

  private static long fileOf(long offset) {
    return offset - offset % FILE_ENTRIES;
  }

  /** Returns the file that has the entry of an offset. */
  public Path file(long offset) {
    return folder.resolve("%d.%020d.queue".formatted(key.queue(), fileOf(offset)));
  }

  /** Returns the byte of its file at which the entry of an offset begins. */
  public static long place(long offset) {
    return (offset - fileOf(offset)) * ENTRY;
  }

  private StoreException failed(String what, IOException e) {
    return new StoreException(
        "files of queue %d/%d in %s cannot be %s: %s"
            .formatted(key.topic(), key.queue(), folder, what, e),
        e);
  }
}
