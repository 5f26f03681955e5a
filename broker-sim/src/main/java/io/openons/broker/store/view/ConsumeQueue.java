package io.openons.broker.store.view;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordDeletedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntSupplier;
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
 * <p>The newest entries are in memory, the others in {@link QueueFiles}. Retention moves the
 * queue's begin, and files wholly before it are deleted. Safe on any thread; saving and deleting
 * are for one thread at a time.
 */
public final class ConsumeQueue {
  public static final int ENTRY = QueueFiles.ENTRY;
  private static final int FRESH_TAIL = 16 * ENTRY;
  private static final int LONG_TAIL = 10_000 * ENTRY;
  private static final long NEVER = Long.MAX_VALUE;

  private final Path folder;
  private final QueueKey key;
  private final QueueFiles files;

  private volatile long begin;
  private volatile long size;
  private long since;

  /** Counts the moments at which all queues are looked at. */
  private final IntSupplier moment;

  private int changedAfter;
  private Span before = Span.EMPTY;
  private ByteBuffer tail = ByteBuffer.allocate(FRESH_TAIL);

  /**
   * One entry.
   *
   * @param position where the record is in the log
   * @param time the time that the writer gave it, milliseconds since 1970
   * @param hash the hash that the writer gave it
   */
  public record Entry(long position, long time, int hash) {}

  /**
   * The offsets that a queue has.
   *
   * @param begin the first one
   * @param size the one after the last
   */
  public record Span(long begin, long size) {
    public static final Span EMPTY = new Span(0, 0);
  }

  /**
   * What a checkpoint has of a queue.
   *
   * @param span its offsets
   * @param since the position of its first record; records of an older queue with the same key come
   *     before it
   * @param files the entries that are durable in files, which may lack the newest
   */
  record State(Span span, long since, QueueFiles.Saved files) {}

  /**
   * Makes the view of a queue that is empty.
   *
   * @param moment grows at each moment for {@link #spanThen}
   */
  ConsumeQueue(Disk disk, Path folder, QueueKey key, IntSupplier moment) {
    this.folder = folder;
    this.key = key;
    this.files = new QueueFiles(disk, folder, key, 0);
    this.since = NEVER;
    this.moment = moment;
    this.changedAfter = moment.getAsInt() - 1;
  }

  /**
   * Goes on with what a checkpoint has. What its files lack, or all when they are damaged, is then
   * to be replayed from the log.
   *
   * @return whether the files are as they were saved
   */
  synchronized boolean restore(State saved) {
    boolean sound;
    try {
      sound = files.restore(saved.files);
    } catch (IOException e) {
      throw failed("read", e);
    }
    since = saved.since;
    begin = saved.span.begin;
    if (!sound || files.end() < begin) {
      files.beginAt(begin);
    }
    size = files.end();
    return sound;
  }

  QueueKey key() {
    return key;
  }

  /** Goes on with what a checkpoint has, unchecked. */
  synchronized void trust(State saved) {
    begin = saved.span.begin;
    size = Math.max(begin, saved.files.end());
    files.trust(saved.files);
  }

  /** Returns the offsets that it had at the latest moment. */
  synchronized Span spanThen() {
    return changedAfter == moment.getAsInt() ? before : new Span(begin, size);
  }

  private void changes() {
    if (changedAfter != moment.getAsInt()) {
      changedAfter = moment.getAsInt();
      before = new Span(begin, size);
    }
  }

  /** The position of the first record of the queue. */
  synchronized long since() {
    return since;
  }

  /** Returns what a checkpoint is to have of the queue, given its offsets at the checkpoint. */
  synchronized State state(Span at) {
    return new State(at, since, files.saved().from(at.begin));
  }

  /** Returns the position of the first record that is not durable in files; the end for none. */
  synchronized long unsavedFrom(Span at, long end) {
    long first = Math.max(files.saved().end(), at.begin);
    return first < at.size ? entryAt(first).position : end;
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
    return entryAt(offset);
  }

  private Entry entryAt(long offset) {
    ByteBuffer in = tail;
    int at = (int) (offset - files.end()) * ENTRY;
    if (offset < files.end()) {
      try {
        in = files.entry(offset);
      } catch (IOException e) {
        throw failed("read", e);
      }
      at = in.position();
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
    changes();
    if (tail.remaining() < ENTRY) {
      tail = ByteBuffer.allocate(2 * tail.capacity()).put(tail.flip());
    }
    tail.putLong(position).putLong(time).putInt(hash);
    size++;
    since = Math.min(since, position);
  }

  /** Drops the entries below an offset; an empty queue goes on at it. */
  public synchronized void beginAt(long offset) {
    changes();
    if (offset > size) {
      if (begin < size) {
        throw new StoreException(
            "queue %s has the offsets %d to %d and cannot begin at %d"
                .formatted(key, begin, size, offset));
      }
      tail = ByteBuffer.allocate(FRESH_TAIL);
      files.beginAt(offset);
      size = offset;
    }
    begin = Math.max(begin, offset);
  }

  /**
   * Moves the entries in memory to the files when there are many; a flood of messages, or replaying
   * a long log, would fill the memory.
   */
  synchronized void moveLongTail() {
    if (tail.position() >= LONG_TAIL) {
      writeTail(size);
    }
  }

  /** Returns whether entries below an offset are not durable yet. */
  boolean isUnsaved(Span at) {
    return files.saved().end() < at.size;
  }

  /**
   * Makes the entries below an offset durable in the queue's files. Appending and reading go on
   * meanwhile, since a flush may take as long as the disk likes.
   */
  void save(long upTo) {
    synchronized (this) {
      writeTail(upTo);
    }
    try {
      files.force();
    } catch (IOException e) {
      throw failed("made durable", e);
    }
  }

  private void writeTail(long upTo) {
    ByteBuffer all = tail.duplicate().flip();
    ByteBuffer entries = all.duplicate().limit((int) Math.max(0, upTo - files.end()) * ENTRY);
    try {
      files.append(entries);
    } catch (IOException e) {
      throw failed("written", e);
    } finally {
      ByteBuffer rest = all.position(entries.position());
      tail = ByteBuffer.allocate(Math.max(FRESH_TAIL, rest.remaining())).put(rest);
    }
  }

  /** Deletes the files that hold only entries before the begin. */
  synchronized void deleteUnused() {
    try {
      files.deleteBefore(Math.min(begin, files.end()));
    } catch (IOException e) {
      throw failed("deleted", e);
    }
  }

  /** Deletes all files. */
  public synchronized void delete() {
    try {
      files.delete();
    } catch (IOException e) {
      throw failed("deleted", e);
    }
  }

  /** Returns the file that has the entry of an offset. */
  public Path file(long offset) {
    return files.file(offset);
  }

  /** Returns the byte of its file at which the entry of an offset begins. */
  public static long place(long offset) {
    return QueueFiles.place(offset);
  }

  private StoreException failed(String what, IOException e) {
    return StoreException.of(
        "files of queue %d/%d in %s cannot be %s".formatted(key.topic(), key.queue(), folder, what),
        e);
  }
}
