package io.openons.broker.store.log;

import io.openons.broker.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads a whole log without changing it, and says what is wrong with it. */
public final class LogCheck {
  private final Disk disk;
  private final int segmentSize;
  private final TreeMap<Long, Path> segments = new TreeMap<>();
  private final Consumer<String> faults;
  private final Consumer<String> notes;
  private long end;

  public LogCheck(
      Disk disk, Path folder, int segmentSize, Consumer<String> faults, Consumer<String> notes)
      throws IOException {
    this.disk = disk;
    this.segmentSize = segmentSize;
    this.faults = faults;
    this.notes = notes;
    for (Path path : disk.list(folder)) {
      if (Segment.baseOf(path) >= 0) {
        segments.put(Segment.baseOf(path), path);
      }
    }
  }

  /** The first position of the log; 0 when it has no segment. */
  public long begin() {
    return segments.isEmpty() ? 0 : segments.firstKey();
  }

  /** The position behind the last record that was shown. */
  public long end() {
    return end;
  }

  /** Shows every record that can be read, and reports everything else. */
  public void walk(LogVisitor visitor) throws IOException {
    long expected = begin();
    for (Map.Entry<Long, Path> segment : segments.entrySet()) {
      if (segment.getKey() != expected) {
        fault(segment.getValue(), 0, "the segment before it, %020d.log, is missing", expected);
      }
      walk(segment.getKey(), segment.getValue(), visitor);
      expected = segment.getKey() + segmentSize;
    }
  }

  private void walk(long base, Path path, LogVisitor visitor) throws IOException {
    ByteBuffer bytes;
    try (Disk.DiskFile file = disk.openReadOnly(path)) {
      bytes = file.map(0, Math.min(file.size(), segmentSize));
    }
    boolean isLast = base == segments.lastKey();
    int at = 0;
    end = base;
    while (at <= bytes.capacity() - RecordFormat.HEADER) {
      ByteBuffer in = bytes.slice(at, bytes.capacity() - at);
      if (!RecordFormat.isRecord(in, base + at)) {
        if (isLast && isTornTail(path, at, in, base + at)) {
          return;
        }
        fault(path, at, "no readable record");
        at = LogTail.nextRecord(bytes, base, at + 1);
        if (at < 0) {
          return;
        }
      } else if (RecordFormat.type(in) == RecordFormat.END_OF_SEGMENT) {
        end = base + segmentSize;
        return;
      } else {
        visitor.record(base + at, RecordFormat.type(in), RecordFormat.payload(in));
        at += RecordFormat.size(in);
        end = base + at;
      }
    }
    if (!isLast && segmentSize - at >= RecordFormat.HEADER) {
      fault(path, at, "the file ends here, but the log goes on");
    }
  }

  private boolean isTornTail(Path path, int at, ByteBuffer tail, long position) {
    if (LogTail.isBlank(tail)) {
      return true;
    }
    if (LogTail.witnessOfDamage(tail, position) >= 0) {
      return false;
    }
    notes.accept(
        "%s at byte %d: a write that was never completed; the next start cuts it"
            .formatted(path, at));
    return true;
  }

  private void fault(Path path, long at, String what, Object... details) {
    faults.accept("%s at byte %d: %s".formatted(path, at, what.formatted(details)));
  }
}
