package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files of a log and where it ends, found without changing anything. A start and fsck both ask
 * this class, so they agree about which log can be opened.
 *
 * <p>It looks at each file's size and beginning and at the whole last segment; the records of the
 * other segments are checked when they are read, or by fsck.
 */
public final class LogFiles {
  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final LogExtent known;
  private final NavigableMap<Long, Path> segments = new TreeMap<>();
  private long end;
  private boolean lastIsFull;
  private boolean endIsTorn;

  private LogFiles(Disk disk, Path folder, int segmentSize, LogExtent known) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.known = known;
  }

  /**
   * Inspects the log in a folder.
   *
   * @throws DamagedLogException when something that was stored is missing or cannot be read
   */
  public static LogFiles inspect(Disk disk, Path folder, int segmentSize, LogExtent known)
      throws IOException {
    LogFiles files = new LogFiles(disk, folder, segmentSize, known);
    files.findSegments();
    if (!files.segments.isEmpty()) {
      files.findEnd(files.segments.lastKey(), files.segments.lastEntry().getValue());
    }
    return files;
  }

  private void findSegments() throws IOException {
    long expected = known.begin();
    for (Path path : disk.list(folder)) {
      long base = Segment.baseOf(path);
      if (base < 0) {
        continue;
      }
      if (segments.isEmpty() ? base > expected : base != expected) {
        throw new DamagedLogException(
            path, 0, "the segment before it, %s, is missing".formatted(Segment.name(expected)));
      }
      segments.put(base, path);
      expected = base + segmentSize;
    }
    if (segments.isEmpty() && known.durable() > 0) {
      throw new DamagedLogException(
          folder, 0, "all segments are missing, but the log reached " + known.durable());
    }
    for (var segment : segments.entrySet()) {
      checkSegment(
          segment.getKey(), segment.getValue(), segment.getKey().equals(segments.lastKey()));
    }
  }

  private void checkSegment(long base, Path path, boolean isLast) throws IOException {
    try (SegmentReader reader = SegmentReader.openBeginning(disk, path, base)) {
      if (reader.size() > segmentSize || reader.size() < segmentSize && !isLast) {
        throw new DamagedLogException(
            path,
            Math.min(reader.size(), segmentSize),
            reader.size() > segmentSize
                ? "the file goes on here, but a segment has %d bytes".formatted(segmentSize)
                : "the file ends here, but the log goes on");
      }
      ByteBuffer begin = reader.record(0);
      if (begin == null) {
        if (isLast) {
          return;
        }
        throw new DamagedLogException(path, 0, "no readable record");
      }
      if (RecordFormat.type(begin) != RecordFormat.BEGIN_OF_SEGMENT) {
        throw new DamagedLogException(path, 0, "not the beginning of a segment");
      }
      long id = RecordFormat.payload(begin).getLong(0);
      if (id != known.id()) {
        throw new DamagedLogException(
            path,
            0,
            "the segment is of another data folder: its id is %016x, that of this folder is %016x"
                .formatted(id, known.id()));
      }
    }
  }

  private void findEnd(long base, Path path) throws IOException {
    try (SegmentReader reader = SegmentReader.open(disk, path, base)) {
      int at = 0;
      ByteBuffer record = reader.record(at);
      while (record != null && RecordFormat.type(record) != RecordFormat.END_OF_SEGMENT) {
        at += RecordFormat.size(record);
        record = reader.record(at);
      }
      // A rest that is too short for a mark has none.
      lastIsFull = record != null || at > segmentSize - RecordFormat.HEADER;
      end = lastIsFull ? base + segmentSize : base + at;
      if (lastIsFull && end < known.durable()) {
        throw new DamagedLogException(
            path, at, "the segment after it, %s, is missing".formatted(Segment.name(end)));
      }
      if (end < known.durable()) {
        throw new DamagedLogException(
            path, at, "no readable record, but the log was durable up to " + known.durable());
      }
      if (!lastIsFull && !reader.isBlank(at)) {
        judgeTail(reader, path, at);
      }
    }
  }

  private void judgeTail(SegmentReader reader, Path path, int at) throws IOException {
    int witness = reader.witnessOfDamage(at);
    if (witness >= 0) {
      throw new DamagedLogException(
          path,
          at,
          "no readable record, but the one at byte %d was written after it was durable"
              .formatted(witness));
    }
    if (known.stopped()) {
      throw new DamagedLogException(
          path,
          at,
          "no readable record, but the broker stopped in good order and left nothing unfinished");
    }
    endIsTorn = true;
  }

  /** Returns the id that the segments in a folder have; 0 when none can be read. */
  public static long id(Disk disk, Path folder) throws IOException {
    for (Path path : disk.list(folder)) {
      long base = Segment.baseOf(path);
      if (base >= 0) {
        try (SegmentReader reader = SegmentReader.openBeginning(disk, path, base)) {
          ByteBuffer begin = reader.record(0);
          if (begin != null && RecordFormat.type(begin) == RecordFormat.BEGIN_OF_SEGMENT) {
            return RecordFormat.payload(begin).getLong(0);
          }
        }
      }
    }
    return 0;
  }

  /**
   * Shows the records from one position up to another.
   *
   * @throws DamagedLogException at the first one that cannot be read
   */
  public void scan(long from, long to, LogVisitor visitor) throws IOException {
    if (from >= to) {
      return;
    }
    for (long base : segments.subMap(segments.floorKey(from), true, to, false).keySet()) {
      Path path = segments.get(base);
      try (SegmentReader reader = SegmentReader.open(disk, path, base)) {
        long limit = Math.min(to, base + segmentSize) - base;
        int at = (int) Math.max(0, from - base);
        while (limit - at >= RecordFormat.HEADER) {
          ByteBuffer record = reader.record(at);
          if (record == null) {
            throw new DamagedLogException(path, at, "no readable record");
          }
          byte type = RecordFormat.type(record);
          if (type == RecordFormat.END_OF_SEGMENT) {
            break;
          }
          if (type != RecordFormat.BEGIN_OF_SEGMENT) {
            visitor.record(base + at, type, RecordFormat.payload(record).asReadOnlyBuffer());
          }
          at += RecordFormat.size(record);
        }
      }
    }
  }

  /** Returns the file of each segment by its first position. */
  public NavigableMap<Long, Path> segments() {
    return segments;
  }

  /** Returns the first position of the log; 0 when it has no segment. */
  public long begin() {
    return segments.isEmpty() ? 0 : segments.firstKey();
  }

  /** Returns the position behind the last record. */
  public long end() {
    return end;
  }

  /** Returns whether the log goes on in a new segment. */
  boolean lastIsFull() {
    return lastIsFull;
  }

  /** Returns whether a write that was never completed is behind the end. */
  public boolean endIsTorn() {
    return endIsTorn;
  }
}
