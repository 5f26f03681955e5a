package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads a whole log without changing it, and reports all that is wrong with it. */
public final class LogCheck {
  private final Disk disk;
  private final int segmentSize;
  private final NavigableMap<Long, Path> segments = new TreeMap<>();
  private final Faults faults;
  private long end;

  /** Takes each fault. */
  @FunctionalInterface
  public interface Faults {
    /** Takes a place of the log at which a record cannot be read. */
    void fault(long position, Path file, long at, String what);
  }

  public LogCheck(Disk disk, Path folder, int segmentSize, Faults faults) throws IOException {
    this.disk = disk;
    this.segmentSize = segmentSize;
    this.faults = faults;
    for (Path path : disk.list(folder)) {
      if (Segment.baseOf(path) >= 0) {
        segments.put(Segment.baseOf(path), path);
      }
    }
  }

  /** Returns the first position of the log; 0 when it has no segment. */
  public long begin() {
    return segments.isEmpty() ? 0 : segments.firstKey();
  }

  /** Returns the position behind the last record that was shown. */
  public long end() {
    return end;
  }

  /** Shows every record that can be read, and reports everything else but a torn end. */
  public void walk(LogVisitor visitor) throws IOException {
    long expected = begin();
    for (var segment : segments.entrySet()) {
      long base = segment.getKey();
      if (base != expected) {
        faults.fault(
            base,
            segment.getValue(),
            0,
            "the segment before it, %s, is missing".formatted(Segment.name(expected)));
      }
      try (SegmentReader reader = SegmentReader.open(disk, segment.getValue(), base)) {
        walk(base, segment.getValue(), reader, visitor);
      }
      expected = base + segmentSize;
    }
  }

  private void walk(long base, Path path, SegmentReader reader, LogVisitor visitor)
      throws IOException {
    boolean isLast = base == segments.lastKey();
    int at = 0;
    end = base;
    while (at <= reader.size() - RecordFormat.HEADER) {
      ByteBuffer record = reader.record(at);
      if (record == null) {
        if (isLast && (reader.isBlank(at) || reader.witnessOfDamage(at) < 0)) {
          return;
        }
        faults.fault(base + at, path, at, "no readable record");
        at = reader.nextRecord(at + 1);
        if (at < 0) {
          return;
        }
        continue;
      }
      byte type = RecordFormat.type(record);
      if (type == RecordFormat.END_OF_SEGMENT) {
        end = base + segmentSize;
        return;
      }
      if (type != RecordFormat.BEGIN_OF_SEGMENT) {
        visitor.record(base + at, type, RecordFormat.payload(record).asReadOnlyBuffer());
      }
      at += RecordFormat.size(record);
      end = base + at;
    }
    if (!isLast && segmentSize - at >= RecordFormat.HEADER) {
      faults.fault(base + at, path, at, "the file ends here, but the log goes on");
    }
  }
}
