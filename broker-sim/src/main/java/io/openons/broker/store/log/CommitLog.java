package io.openons.broker.store.log;

import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
 * is missing or cannot be read is a {@link DamagedLogException}, and nothing is changed.
 */
public final class CommitLog implements AutoCloseable {
  /** The longest record: a message of 4 MiB, twice. */
  static final int MAX_RECORD = 8 << 20;

  /**
   * Records are written together, up to this many bytes per write; a longer record is written
   * alone.
   */
  private static final int WRITE_BUFFER = 256 << 10;

  private static final Logger log = LoggerFactory.getLogger(CommitLog.class);

  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final InstantSource clock;
  private final long id;
  private final GroupFlush flush;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private ByteBuffer writeBuffer;

  private final Object appendLock = new Object();
  private volatile long end;

  private CommitLog(
      Disk disk,
      Path folder,
      int segmentSize,
      FlushMode flushMode,
      InstantSource clock,
      LogExtent known) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.clock = clock;
    this.id = known.id();
    this.flush = new GroupFlush(flushMode, folder, this::force, this::end);
    this.writeBuffer = ByteBuffer.allocateDirect(Math.min(WRITE_BUFFER, segmentSize));
  }

  /**
   * Opens the log in a folder.
   *
   * @param segmentSize bytes per segment file
   * @param clock gives each record its time
   * @param known what the log has to hold
   * @throws DamagedLogException when something before the torn tail is missing or cannot be read
   */
  public static CommitLog open(
      Disk disk,
      Path folder,
      int segmentSize,
      FlushMode flushMode,
      InstantSource clock,
      LogExtent known) {
    try {
      LogFiles files = LogFiles.inspect(disk, folder, segmentSize, known);
      return open(disk, folder, segmentSize, flushMode, clock, known, files);
    } catch (IOException e) {
      throw StoreException.of("the commit log in %s cannot be read".formatted(folder), e);
    }
  }

  /** Opens a log whose files were inspected. */
  public static CommitLog open(
      Disk disk,
      Path folder,
      int segmentSize,
      FlushMode flushMode,
      InstantSource clock,
      LogExtent known,
      LogFiles files) {
    CommitLog opened = new CommitLog(disk, folder, segmentSize, flushMode, clock, known);
    try {
      disk.createFolder(folder);
      opened.open(files);
      return opened;
    } catch (IOException e) {
      opened.closeAfter(e);
      throw StoreException.of("the commit log in %s cannot be opened".formatted(folder), e);
    }
  }

  private void closeAfter(IOException failure) {
    for (Segment segment : segments.values()) {
      try {
        segment.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void open(LogFiles files) throws IOException {
    for (long base : files.segments().keySet()) {
      boolean isLast = base == files.segments().lastKey();
      segments.put(
          base,
          isLast
              ? Segment.open(disk, folder, base, segmentSize)
              : Segment.openFull(disk, folder, base, segmentSize));
    }
    end = files.end();
    if (!segments.isEmpty()) {
      Segment last = segments.lastEntry().getValue();
      if (!files.lastIsFull()) {
        if (files.endIsTorn()) {
          log.warn(
              "cut the torn end of {} at byte {}: a write that was never completed",
              last.path(),
              end - last.base());
        }
        last.cut(end);
      }
      // After a crash the system has it, but the disk may not.
      last.force();
    }
    if (segments.isEmpty() || files.lastIsFull()) {
      addSegment(end);
    }
    if (end == segments.lastKey()) {
      Segment begun = segments.lastEntry().getValue();
      end = writeBegin(begun);
      // The records behind it will say that it is durable.
      begun.force();
    }
    flush.begin(end);
  }

  /** Makes an empty segment. */
  private Segment addSegment(long base) throws IOException {
    Segment added = Segment.open(disk, folder, base, segmentSize);
    segments.put(base, added);
    disk.forceFolder(folder);
    return added;
  }

  /** Writes the record that begins a segment, and returns the position behind it. */
  private long writeBegin(Segment segment) throws IOException {
    ByteBuffer begin = ByteBuffer.allocate(RecordFormat.BEGIN);
    RecordFormat.write(
        begin,
        segment.base(),
        flush.durable(),
        clock.millis(),
        RecordFormat.BEGIN_OF_SEGMENT,
        RecordFormat.begin(id));
    segment.write(begin.flip(), segment.base());
    return segment.base() + RecordFormat.BEGIN;
  }

  /** Returns the first position of the log. */
  public long begin() {
    return segments.firstKey();
  }

  /** Returns the position that the next record gets. */
  public long end() {
    return end;
  }

  /** Returns whether all that was appended is durable. */
  public boolean isDurable() {
    return flush.durable() == end;
  }

  /** Returns what is known of this log now. */
  public LogExtent extent(boolean stopped) {
    return new LogExtent(id, begin(), flush.durable(), stopped);
  }

  /** Returns the first positions of the segments. */
  public List<Long> segments() {
    return List.copyOf(segments.keySet());
  }

  /**
   * Returns when a segment was begun, milliseconds since 1970; {@link Long#MAX_VALUE} when there is
   * no such segment.
   */
  public long timeOf(long segment) {
    Segment found = segments.get(segment);
    return found != null && segment < end
        ? RecordFormat.time(found.record(segment))
        : Long.MAX_VALUE;
  }

  /** Deletes the segments before one; their records are never asked for by their position again. */
  public void deleteBefore(long segment) {
    for (Segment old : segments.headMap(segment).values()) {
      try {
        disk.delete(old.path());
        // One by one, or a power cut could leave an older one without its successor.
        disk.forceFolder(folder);
        segments.remove(old.base());
        old.close();
      } catch (IOException e) {
        throw StoreException.of("segment %s cannot be deleted".formatted(old.path()), e);
      }
    }
  }

  /** Appends one record and returns its position. */
  public long append(byte type, byte[] payload) {
    return append(type, List.of(payload))[0];
  }

  /**
   * Appends records one after another and returns their positions. They can be read as soon as this
   * returns; {@link #durable(long)} reports when they are stored.
   *
   * @throws AppendRefusedException when the disk is full or fails; then none of them is in the log
   * @throws StoreException when a record is too long; then none of them is in the log
   */
  public long[] append(byte type, List<byte[]> payloads) {
    payloads.forEach(this::checkLength);
    long[] positions = new long[payloads.size()];
    synchronized (appendLock) {
      flush.failIfBroken();
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
      closeFull();
      flush.appended(before, end);
    }
    return positions;
  }

  private void checkLength(byte[] payload) {
    int limit = Math.min(MAX_RECORD, segmentSize - RecordFormat.BEGIN);
    if (RecordFormat.sizeOf(payload) > limit) {
      throw new StoreException(
          "a record of %d bytes is over the limit of %d of the commit log; store it in parts"
              .formatted(RecordFormat.sizeOf(payload), limit));
    }
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
      boolean full = next + size > segment.limit();
      if (full || size > writeBuffer.remaining()) {
        segment.write(writeBuffer.flip(), written);
        writeBuffer.clear();
        if (full) {
          endSegment(segment, next);
          segment = addSegment(segment.limit());
          next = writeBegin(segment);
        }
        written = next;
      }
      if (size > writeBuffer.capacity()) {
        writeBuffer = ByteBuffer.allocateDirect(size);
      }
      RecordFormat.write(writeBuffer, next, flush.durable(), time, type, payload);
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
          writeBuffer,
          at,
          flush.durable(),
          clock.millis(),
          RecordFormat.END_OF_SEGMENT,
          new byte[0]);
      segment.write(writeBuffer.flip(), at);
      writeBuffer.clear();
    }
    try {
      segment.force();
    } catch (IOException e) {
      flush.fail(e);
      throw e;
    }
  }

  /** Closes the files of segments that the log has left. */
  private void closeFull() {
    for (Map.Entry<Long, Segment> full = segments.lowerEntry(segments.lastKey());
        full != null && full.getValue().isOpen();
        full = segments.lowerEntry(full.getKey())) {
      try {
        full.getValue().close();
      } catch (IOException e) {
        // It is durable, so nothing is lost but a file handle.
        log.warn("segment {} cannot be closed: {}", full.getValue().path(), e.toString());
        return;
      }
    }
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
      flush.fail(e);
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
    if (position >= end) {
      throw new DamagedLogException(
          segment.path(), position - segment.base(), "no record yet, the log ends at " + end);
    }
    return segment.record(position);
  }

  /**
   * Completes when everything before a position counts as stored in the sense of the {@link
   * FlushMode}.
   */
  public CompletableFuture<Void> durable(long position) {
    return flush.durable(position);
  }

  /** Returns what flushes the log. */
  public GroupFlush flush() {
    return flush;
  }

  /** Makes a range of positions durable; what lies in earlier segments already is. */
  private void force(long from, long to) throws IOException {
    for (Segment segment : segments.subMap(from - segmentSize, false, to, true).values()) {
      segment.force();
    }
  }

  /** Makes everything durable and closes the files. */
  @Override
  public void close() {
    flush.run();
    try {
      if (!flush.isBroken()) {
        segments.lastEntry().getValue().trim(end);
      }
      for (Segment segment : segments.values()) {
        segment.close();
      }
    } catch (IOException e) {
      throw StoreException.of("the commit log in %s cannot be closed".formatted(folder), e);
    }
  }
}
