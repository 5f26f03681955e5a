package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.Checkpoint;
import io.openons.broker.store.view.ConsumeQueue;
import io.openons.broker.store.view.HashIndex;
import io.openons.broker.store.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Compares saved views with those computed from the log. */
final class ViewCheck {
  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final Consumer<String> faults;
  private final Path file;

  ViewCheck(Disk disk, Path folder, int segmentSize, Consumer<String> faults) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.faults = faults;
    this.file = Views.checkpointFile(folder);
  }

  /** Compares all; {@code computed} must be computed up to the position of the saved ones. */
  void compare(Views views, Views computed, long logBegin) throws IOException {
    Checkpoint saved = views.saved();
    if (saved != Checkpoint.NONE) {
      compareKeys(saved, computed);
      Set<QueueKey> keys = new HashSet<>(saved.queues().keySet());
      keys.addAll(computed.queues().keySet());
      for (QueueKey key : keys) {
        compareQueue(key, views, computed.queue(key));
      }
      compareIndex(logBegin, saved.position(), computed);
    }
  }

  private void compareKeys(Checkpoint saved, Views computed) {
    Set<RecordKey> keys = new HashSet<>(saved.latest().keySet());
    keys.addAll(computed.latest().keySet());
    for (RecordKey key : keys) {
      LatestValue is = saved.latest().get(key);
      LatestValue ought = computed.latest().get(key);
      if (is == null || ought == null || is.position() != ought.position()) {
        fault(
            "%s: key %d/%s is set at log position %s, should be %s",
            file, key.kind(), key.name(), at(is), at(ought));
      } else if (!Arrays.equals(is.value(), ought.value())) {
        fault("%s: key %d/%s has another value", file, key.kind(), key.name());
      }
    }
  }

  private static String at(LatestValue value) {
    return value == null ? "nowhere" : String.valueOf(value.position());
  }

  private void compareQueue(QueueKey key, Views views, ConsumeQueue ought) {
    ConsumeQueue.Span span = views.saved().span(key);
    if (span.size() != ought.size() || span.begin() < ought.begin()) {
      fault(
          "%s: queue %d/%d has the offsets %d to %d, should have %d to %d",
          file, key.topic(), key.queue(), span.begin(), span.size(), ought.begin(), ought.size());
      return;
    }
    // What the files lack is replayed by the next start, which is no fault.
    ConsumeQueue is = views.asSaved(key);
    for (long offset = is.begin(); offset < is.size(); offset++) {
      try {
        if (!is.entry(offset).equals(ought.entry(offset))) {
          fault(
              "%s at byte %d: offset %d is %s, should be %s",
              is.file(offset),
              ConsumeQueue.place(offset),
              offset,
              is.entry(offset),
              ought.entry(offset));
        }
      } catch (StoreException e) {
        fault("%s at byte %d: %s", is.file(offset), ConsumeQueue.place(offset), e.getMessage());
        return;
      }
    }
  }

  private void compareIndex(long begin, long end, Views computed) throws IOException {
    computed.saveIndex(end);
    for (long segment = begin; segment + segmentSize <= end; segment += segmentSize) {
      Path index = HashIndex.file(folder.resolve("index"), segment);
      byte[] is = disk.read(index);
      byte[] ought = disk.read(HashIndex.file(computed.folder().resolve("index"), segment));
      if (is == null && ought != null) {
        fault("%s at byte 0: missing", index);
      } else if (is != null && ought != null && !Arrays.equals(is, ought)) {
        fault("%s at byte %d: not what the log holds", index, Arrays.mismatch(is, ought));
      }
    }
  }

  private void fault(String text, Object... details) {
    faults.accept(text.formatted(details));
  }
}
