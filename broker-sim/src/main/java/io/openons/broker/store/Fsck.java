package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.LogCheck;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.Checkpoint;
import io.openons.broker.store.view.ConsumeQueue;
import io.openons.broker.store.view.HashIndex;
import io.openons.broker.store.view.Views;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks a data folder while no broker runs on it: reads the whole log, computes the views again in
 * a folder beside the saved ones, and compares. The log is never changed.
 */
public final class Fsck {
  private final Disk disk;
  private final DataFolder folder;
  private final int segmentSize;
  private final Consumer<String> out;
  private final List<String> faults = new ArrayList<>();

  private Fsck(Disk disk, DataFolder folder, int segmentSize, Consumer<String> out) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.out = out;
  }

  /**
   * Checks a folder.
   *
   * @param repair whether faulty views are deleted and computed again from the log
   * @param out takes lines of what is found and done
   * @return whether the folder is without faults, or is so now
   * @throws StoreException when there is no data folder, or a broker runs on it
   */
  public static boolean run(
      Path path, Disk disk, int segmentSize, boolean repair, Consumer<String> out) {
    if (Files.notExists(path.resolve("openons.format"))) {
      throw new StoreException("%s is not a broker's data folder".formatted(path));
    }
    try (DataFolder folder = DataFolder.open(path)) {
      return new Fsck(disk, folder, segmentSize, out).run(repair);
    } catch (IOException e) {
      throw new StoreException("%s cannot be checked: %s".formatted(path, e), e);
    }
  }

  private boolean run(boolean repair) throws IOException {
    if (Files.notExists(folder.log())) {
      out.accept("no log yet; 0 faults");
      return true;
    }
    Path beside = folder.path().resolve("views.fsck");
    disk.deleteFolder(beside);
    try {
      return check(beside, repair);
    } finally {
      disk.deleteFolder(beside);
    }
  }

  private boolean check(Path beside, boolean repair) throws IOException {
    disk.createFolder(folder.views());
    Checkpoint saved = Views.load(disk, folder.views());
    LogCheck log =
        new LogCheck(disk, folder.log(), segmentSize, this::fault, note -> out.accept(note));
    Views computed = Views.open(disk, beside, segmentSize);
    long limit = saved == null ? 0 : saved.position();
    long[] records = new long[1];
    log.walk(
        (position, type, payload) -> {
          records[0]++;
          if (position < limit && faults.isEmpty()) {
            apply(computed, position, type, payload);
          }
        });
    boolean logIsSound = faults.isEmpty();
    out.accept(
        "log: %d records at positions %d to %d, %s"
            .formatted(records[0], log.begin(), log.end(), logIsSound ? "sound" : "with faults"));
    if (logIsSound) {
      compare(saved, computed, log);
      out.accept("views: %s".formatted(faults.isEmpty() ? "sound" : "with faults"));
    } else {
      out.accept("views: not checked, since they can only be compared with a sound log");
    }
    out.accept("%d faults".formatted(faults.size()));
    if (faults.isEmpty() || !repair) {
      return faults.isEmpty();
    }
    return logIsSound && rebuild();
  }

  private void apply(Views views, long position, byte type, ByteBuffer payload) {
    try {
      views.replay(position, type, payload);
    } catch (StoreException e) {
      fault("log position %d: %s".formatted(position, e.getMessage()));
    }
  }

  private void compare(Checkpoint saved, Views computed, LogCheck log) throws IOException {
    Path file = Views.checkpointFile(folder.views());
    if (saved == null) {
      fault(file + " at byte 0: not a checkpoint");
    } else if (saved == Checkpoint.NONE) {
      out.accept("no views are saved; the next start computes them");
    } else if (saved.position() > log.end()) {
      fault(
          "%s: saved up to %d, but the log ends at %d"
              .formatted(file, saved.position(), log.end()));
    } else if (saved.begin() < log.begin()) {
      fault(
          "%s: the log begins at %d, but began at %d".formatted(file, log.begin(), saved.begin()));
    } else {
      compareKeys(file, saved, computed);
      Set<QueueKey> keys = new HashSet<>(saved.queues().keySet());
      keys.addAll(computed.queues().keySet());
      for (QueueKey key : keys) {
        compareQueue(file, key, saved, computed.queue(key));
      }
      compareIndex(log, saved.position(), computed);
    }
  }

  private void compareKeys(Path file, Checkpoint saved, Views computed) {
    Set<RecordKey> keys = new HashSet<>(saved.latest().keySet());
    keys.addAll(computed.latest().keySet());
    for (RecordKey key : keys) {
      LatestValue is = saved.latest().get(key);
      LatestValue ought = computed.latest().get(key);
      if (is == null || ought == null || is.position() != ought.position()) {
        fault(
            "%s: key %d/%s is set at log position %s, ought to be %s"
                .formatted(file, key.kind(), key.name(), at(is), at(ought)));
      } else if (!Arrays.equals(is.value(), ought.value())) {
        fault("%s: key %d/%s has another value".formatted(file, key.kind(), key.name()));
      }
    }
  }

  private static String at(LatestValue value) {
    return value == null ? "nowhere" : String.valueOf(value.position());
  }

  private void compareQueue(Path file, QueueKey key, Checkpoint saved, ConsumeQueue ought) {
    ConsumeQueue.Span span = saved.queues().getOrDefault(key, ConsumeQueue.Span.EMPTY);
    if (span.size() != ought.size() || span.begin() < ought.begin()) {
      fault(
          "%s: queue %d/%d has the offsets %d to %d, ought to have %d to %d"
              .formatted(
                  file,
                  key.topic(),
                  key.queue(),
                  span.begin(),
                  span.size(),
                  ought.begin(),
                  ought.size()));
      return;
    }
    Path files = folder.views().resolve("queues").resolve(String.valueOf(key.topic()));
    ConsumeQueue is = new ConsumeQueue(disk, files, key, span);
    for (long offset = span.begin(); offset < span.size(); offset++) {
      try {
        if (!is.entry(offset).equals(ought.entry(offset))) {
          fault(
              "%s at byte %d: offset %d is %s, ought to be %s"
                  .formatted(
                      is.file(offset),
                      ConsumeQueue.place(offset),
                      offset,
                      is.entry(offset),
                      ought.entry(offset)));
        }
      } catch (StoreException e) {
        fault(
            "%s at byte %d: %s"
                .formatted(is.file(offset), ConsumeQueue.place(offset), e.getMessage()));
        return;
      }
    }
  }

  private void compareIndex(LogCheck log, long end, Views computed) throws IOException {
    computed.saveIndex(end);
    for (long segment = log.begin(); segment + segmentSize <= end; segment += segmentSize) {
      Path file = HashIndex.file(folder.views().resolve("index"), segment);
      byte[] is = disk.read(file);
      byte[] ought = disk.read(HashIndex.file(computed.folder().resolve("index"), segment));
      int at = is == null || ought == null ? -1 : Arrays.mismatch(is, ought);
      if (at >= 0) {
        fault("%s at byte %d: not what the log says".formatted(file, at));
      }
    }
  }

  private boolean rebuild() throws IOException {
    out.accept("deleting " + folder.views());
    disk.deleteFolder(folder.views());
    Views views = Views.open(disk, folder.views(), segmentSize);
    LogCheck log = new LogCheck(disk, folder.log(), segmentSize, this::fault, note -> {});
    log.walk(views::replay);
    views.save(views.snapshot(log.begin(), log.end()));
    out.accept("computed the views again from the log, up to position " + log.end());
    return true;
  }

  private void fault(String text) {
    faults.add(text);
    out.accept(text);
  }
}
