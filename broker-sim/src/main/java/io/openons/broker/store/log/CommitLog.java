package io.openons.broker.store.log;

import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only log, the broker's one source of truth: a sequence of records over a chain of
 * segment files.
 *
 * <p>A record's position is its distance in bytes from the beginning of the log; it never changes.
 * A record never spans two segments. Appending and reading are safe on any thread.
 *
 * <p>When the log is opened, the incomplete end that a crash left behind is cut. Anything else that
 * cannot be read is a {@link DamagedLogException}.
 */
public final class CommitLog implements AutoCloseable {
  /** How far an asynchronously flushed log may lag behind: half a second (design, section 4). */
  public static final Duration ASYNC_FLUSH_INTERVAL = Duration.ofMillis(500);

  /** The longest record: a message of 4 MiB, twice. */
  private static final int MAX_RECORD = 8 << 20;

  /** Several records go to the operating system in one write of at most that; a long one alone. */
  private static final int WRITE_BUFFER = 256 << 10;

  /**
   * When so much was appended, it is made durable before its time: what is left of a segment when
   * it ends holds up whoever appends.
   */
  private static final int FLUSH_AHEAD = 16 << 20;

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
  private static final Logger log = LoggerFactory.getLogger(CommitLog.class);

  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final FlushMode flushMode;
  private final InstantSource clock;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private ByteBuffer writeBuffer;

  private final Object appendLock = new Object();
  private volatile long end;
  private volatile long durable;

  /**
   * Set once, when the operating system could not make data durable: after that nothing can be
   * promised any more.
   */
  private volatile StoreException broken;

  private final Object forceLock = new Object();
  private final Object flushLock = new Object();
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private boolean closing;

  private record Waiter(long position, CompletableFuture<Void> done) {}

  private CommitLog(
      Disk disk, Path folder, int segmentSize, FlushMode flushMode, InstantSource clock) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.flushMode = flushMode;
    this.clock = clock;
    this.writeBuffer = ByteBuffer.allocateDirect(Math.min(WRITE_BUFFER, segmentSize));
  }

  /**
   * Opens the log in a folder.
   *
   * @param segmentSize bytes per segment file; a record may have that many, at most 8 MiB
   * @param clock gives each record its time
   * @param known what is known of the log, such as from saved views: where it begins at the latest,
   *     and up to where it was durable
   * @throws DamagedLogException when something before the torn tail cannot be read
   */
  public static CommitLog open(
      Disk disk,
      Path folder,
      int segmentSize,
      FlushMode flushMode,
      InstantSource clock,
      Known known) {
    CommitLog opened = new CommitLog(disk, folder, segmentSize, flushMode, clock);
    try {
      disk.createFolder(folder);
      opened.openSegments(known.begin);
      opened.recoverEnd(known.durable);
    } catch (IOException e) {
      throw new StoreException("commit log in %s cannot be opened: %s".formatted(folder, e), e);
    }
    return opened;
  }

  /** What an opener knows of a log: it begins not after one position, and reaches another. */
  public record Known(long begin, long durable) {
    public static final Known NOTHING = new Known(Long.MAX_VALUE, 0);
  }

  private void openSegments(long knownBegin) throws IOException {
    long expected = -1;
    for (Path path : disk.list(folder)) {
      long base = Segment.baseOf(path);
      if (base < 0) {
        continue;
      }
      if (expected < 0 && base > knownBegin) {
        throw new DamagedLogException(
            path, 0, "the segments from %020d.log up to it are missing".formatted(knownBegin));
      }
      if (expected >= 0 && base != expected) {
        throw new DamagedLogException(
            path, 0, "the segment before it, %020d.log, is missing".formatted(expected));
      }
      segments.put(base, Segment.open(disk, folder, base, segmentSize));
      expected = base + segmentSize;
    }
    if (segments.isEmpty()) {
      addSegment(0);
    }
  }

  private Segment addSegment(long base) throws IOException {
    Segment added = Segment.open(disk, folder, base, segmentSize);
    segments.put(base, added);
    disk.forceFolder(folder);
    return added;
  }

  private void recoverEnd(long knownDurable) throws IOException {
    Segment last = segments.lastEntry().getValue();
    long stop = last.base();
    ByteBuffer in = last.from(stop);
    while (RecordFormat.isRecord(in, stop)) {
      if (RecordFormat.type(in) == RecordFormat.END_OF_SEGMENT) {
        last = addSegment(last.limit());
        stop = last.base();
        break;
      }
      stop += RecordFormat.size(in);
      in = last.from(stop);
    }
    if (stop < knownDurable) {
      throw new DamagedLogException(
          last.path(),
          stop - last.base(),
          "no readable record, though the log was durable up to " + knownDurable);
    }
    ByteBuffer tail = last.found(stop);
    if (tail.hasRemaining()) {
      judgeTail(last, stop, tail);
      // Zeros too: they were all read, and stay in memory as long as they are in the file.
      last.cut(stop);
    }
    end = stop;
    durable = stop;
  }

  private static void judgeTail(Segment last, long stop, ByteBuffer tail) {
    if (LogTail.isBlank(tail)) {
      return;
    }
    int witness = LogTail.witnessOfDamage(tail, stop);
    if (witness >= 0) {
      throw new DamagedLogException(
          last.path(),
          stop - last.base(),
          "no readable record, though the one at byte %d was written after it was durable"
              .formatted(stop - last.base() + witness));
    }
    log.warn(
        "cut the torn tail of {} at byte {}: a write that was never completed",
        last.path(),
        stop - last.base());
  }

  /** The first position of the log. */
  public long begin() {
    return segments.firstKey();
  }

  /** The position that the next record gets. */
  public long end() {
    return end;
  }

  /** The first positions of the segments. */
  public List<Long> segments() {
    return List.copyOf(segments.keySet());
  }

  /**
   * Returns when the record at the beginning of a segment was written, milliseconds since 1970;
   * {@link Long#MAX_VALUE} when there is none yet.
   */
  public long timeOf(long segment) {
    Segment found = segments.get(segment);
    return found != null && segment < end ? RecordFormat.time(found.from(segment)) : Long.MAX_VALUE;
  }

  /** Deletes the segments before one; their records are never asked for by their position again. */
  public void deleteBefore(long segment) {
    // A flush must not find a file closed.
    synchronized (forceLock) {
      for (Segment old : segments.headMap(segment).values()) {
        try {
          disk.delete(old.path());
          // One by one, or a power cut could leave an older one without its successor.
          disk.forceFolder(folder);
          segments.remove(old.base());
          old.close();
        } catch (IOException e) {
          throw new StoreException("segment %s cannot be deleted: %s".formatted(old.path(), e), e);
        }
      }
    }
  }

  /** Appends one record and returns its position. */
  public long append(byte type, byte[] payload) {
    return append(type, List.of(payload))[0];
  }

  /**
   * Appends records one after another and returns their positions. They can be read as soon as this
   * returns; {@link #durable(long)} tells when they are stored.
   *
   * @throws AppendRefusedException when the disk is full or fails; then none of them is in the log
   */
  public long[] append(byte type, List<byte[]> payloads) {
    long[] positions = new long[payloads.size()];
    synchronized (appendLock) {
      failIfBroken();
      long before = end;
      try {
        end = write(type, payloads, positions);
      } catch (IOException e) {
        dropUnfinished(e);
        throw new AppendRefusedException(
            "cannot write to the commit log in %s: %s; free or repair the disk"
                .formatted(folder, e.getMessage()),
            e);
      }
      if (before / FLUSH_AHEAD != end / FLUSH_AHEAD) {
        wakeFlusher();
      }
    }
    return positions;
  }

  /** Writes the records, as few writes as possible, and returns the position after the last one. */
  private long write(byte type, List<byte[]> payloads, long[] positions) throws IOException {
    Segment segment = segments.lastEntry().getValue();
    long next = end;
    long written = next;
    long time = clock.millis();
    writeBuffer.clear();
    for (int i = 0; i < positions.length; i++) {
      byte[] payload = payloads.get(i);
      int size = RecordFormat.sizeOf(payload);
      if (size > Math.min(MAX_RECORD, segmentSize)) {
        throw new IOException(
            "a record of %d bytes is over the limit of %d"
                .formatted(size, Math.min(MAX_RECORD, segmentSize)));
      }
      boolean full = next + size > segment.limit();
      if (full || size > writeBuffer.remaining()) {
        segment.write(writeBuffer.flip(), written);
        writeBuffer.clear();
        if (full) {
          endSegment(segment, next);
          next = segment.limit();
          segment = addSegment(next);
        }
        written = next;
      }
      if (size > writeBuffer.capacity()) {
        writeBuffer = ByteBuffer.allocateDirect(size);
      }
      RecordFormat.write(writeBuffer, next, durable, time, type, payload);
      positions[i] = next;
      next += size;
    }
    segment.write(writeBuffer.flip(), written);
    return next;
  }

  /**
   * Marks where a segment ends, so that zeros before the mark are known as damage, and makes it
   * durable.
   */
  private void endSegment(Segment segment, long at) throws IOException {
    if (at + RecordFormat.HEADER <= segment.limit()) {
      RecordFormat.write(
          writeBuffer, at, durable, clock.millis(), RecordFormat.END_OF_SEGMENT, new byte[0]);
      segment.write(writeBuffer.flip(), at);
      writeBuffer.clear();
    }
    segment.force();
  }

  /** Takes back what a failed append left in the files, so that nobody ever reads it. */
  private void dropUnfinished(IOException cause) {
    try {
      for (Segment unfinished : segments.tailMap(end, false).values()) {
        segments.remove(unfinished.base());
        unfinished.close();
        disk.delete(unfinished.path());
      }
      segments.lastEntry().getValue().cut(end);
    } catch (IOException e) {
      e.addSuppressed(cause);
      fail("cannot drop an unfinished write", e);
    }
  }

  /**
   * Returns the payload of the record at a position that {@link #append} returned, as a read-only
   * slice, which outlives the deletion of its segment.
   *
   * @throws RecordDeletedException when its segment is deleted
   */
  public ByteBuffer read(long position) {
    return RecordFormat.payload(record(position));
  }

  /** Returns the payload of the {@link QueueRecord} at a position; as {@link #read}. */
  public ByteBuffer readQueueRecord(long position) {
    ByteBuffer in = record(position);
    return LogRecordTypes.queueRecord(RecordFormat.type(in), RecordFormat.payload(in));
  }

  private ByteBuffer record(long position) {
    Map.Entry<Long, Segment> found = segments.floorEntry(position);
    if (found == null) {
      throw new RecordDeletedException(
          "the record at position %d is deleted; the log begins at %d"
              .formatted(position, begin()));
    }
    Segment segment = found.getValue();
    ByteBuffer in = segment.from(position);
    if (position >= end || !RecordFormat.isRecord(in, position)) {
      throw new DamagedLogException(
          segment.path(), position - segment.base(), "no readable record");
    }
    return in;
  }

  /**
   * Shows the records from one position up to another.
   *
   * @throws DamagedLogException at the first one that cannot be read
   */
  public void scan(long from, long to, LogVisitor visitor) {
    long position = from;
    while (position < to) {
      Segment segment = segments.floorEntry(position).getValue();
      ByteBuffer in = segment.from(position);
      if (in.capacity() < RecordFormat.HEADER) {
        position = segment.limit();
        continue;
      }
      if (!RecordFormat.isRecord(in, position)) {
        throw new DamagedLogException(
            segment.path(), position - segment.base(), "no readable record");
      }
      if (RecordFormat.type(in) == RecordFormat.END_OF_SEGMENT) {
        position = segment.limit();
      } else {
        visitor.record(position, RecordFormat.type(in), RecordFormat.payload(in));
        position += RecordFormat.size(in);
      }
    }
  }

  /**
   * Completes when everything before a position counts as stored in the sense of the {@link
   * FlushMode}.
   */
  public CompletableFuture<Void> durable(long position) {
    if (flushMode == FlushMode.ASYNC || position <= durable) {
      return DONE;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (flushLock) {
      if (broken != null) {
        return CompletableFuture.failedFuture(broken);
      }
      waiters.add(new Waiter(position, done));
      flushLock.notifyAll();
    }
    return done;
  }

  /** Makes everything appended so far durable and answers those who wait for it. */
  public void flush() {
    synchronized (forceLock) {
      long target = end;
      // After a failed force the system may forget what it could not write and call the next one
      // good.
      if (broken == null && target > durable) {
        try {
          // Earlier segments were made durable when the log left them.
          for (Segment segment :
              segments.subMap(durable - segmentSize, false, target, true).values()) {
            segment.force();
          }
          durable = target;
        } catch (IOException e) {
          fail("cannot make the commit log durable", e);
        }
      }
    }
    for (Waiter waiter : takeWaiters()) {
      if (broken == null) {
        waiter.done.complete(null);
      } else {
        waiter.done.completeExceptionally(broken);
      }
    }
  }

  /**
   * Makes everything appended so far durable.
   *
   * @throws StoreException when that is not possible, now or ever before
   */
  public void flushOrFail() {
    flush();
    failIfBroken();
  }

  private List<Waiter> takeWaiters() {
    List<Waiter> ready = new ArrayList<>();
    synchronized (flushLock) {
      waiters.removeIf(
          waiter -> (broken != null || waiter.position <= durable) && ready.add(waiter));
    }
    return ready;
  }

  /** Waits until there is something to flush; returns false when the log is being closed. */
  public boolean awaitFlush() throws InterruptedException {
    synchronized (flushLock) {
      if (flushMode == FlushMode.SYNC) {
        while (waiters.isEmpty() && !closing) {
          flushLock.wait();
        }
      } else if (!closing && (broken != null || end - durable < FLUSH_AHEAD)) {
        flushLock.wait(ASYNC_FLUSH_INTERVAL.toMillis());
      }
      return !closing;
    }
  }

  private void wakeFlusher() {
    synchronized (flushLock) {
      flushLock.notifyAll();
    }
  }

  /** Lets {@link #awaitFlush} return false. */
  public void endFlushing() {
    synchronized (flushLock) {
      closing = true;
      flushLock.notifyAll();
    }
  }

  private void fail(String what, IOException e) {
    broken =
        new StoreException(
            "%s in %s: %s; restart the broker when the disk is repaired".formatted(what, folder, e),
            e);
    log.error(broken.getMessage());
  }

  private void failIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  /** Makes everything durable and closes the files. */
  @Override
  public void close() {
    flush();
    try {
      if (broken == null) {
        segments.lastEntry().getValue().trim(end);
      }
      for (Segment segment : segments.values()) {
        segment.close();
      }
    } catch (IOException e) {
      throw new StoreException("commit log in %s cannot be closed: %s".formatted(folder, e), e);
    }
  }
}
