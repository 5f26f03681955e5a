package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.DamagedLogException;
import io.openons.broker.store.log.LogCheck;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.LogFiles;
import io.openons.broker.store.view.Views;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks a data folder while no broker runs on it: reads the whole log, computes the views again in
 * a folder beside the saved ones, and compares. It also asks the code of a start, so the last line
 * says whether a start goes on. The log is never changed.
 */
public final class Fsck {
  private final Disk disk;
  private final DataFolder folder;
  private final int segmentSize;
  private final Consumer<String> out;
  private final List<String> faults = new ArrayList<>();

  private boolean isReadable = true;

  /** The first reason why a start is refused; null for none. */
  private String refusal;

  /**
   * A fault of a file that the store does not know.
   *
   * @param text names the file, the fault and the remedy
   * @param stops whether a start is refused because of it
   */
  public record Fault(String text, boolean stops) {}

  private Fsck(Disk disk, DataFolder folder, int segmentSize, Consumer<String> out) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.out = out;
  }

  /**
   * Checks a folder.
   *
   * @param repair whether faulty views are deleted and computed again from the log, and a faulty
   *     {@code openons.format} is made again
   * @param others the faults of other files, which are never repaired
   * @param out takes lines of what is found and done
   * @return whether the folder is without faults, or is so now
   * @throws StoreException when there is no data folder, a broker runs on it, or the disk fails
   */
  public static boolean run(
      Path path,
      Disk disk,
      int segmentSize,
      boolean repair,
      List<Fault> others,
      Consumer<String> out) {
    try (DataFolder folder = DataFolder.openToCheck(path)) {
      return new Fsck(disk, folder, segmentSize, out).run(repair, others);
    } catch (IOException e) {
      throw StoreException.of("%s cannot be checked".formatted(path), e);
    }
  }

  private boolean run(boolean repair, List<Fault> others) throws IOException {
    Path beside = folder.path().resolve("views.fsck");
    disk.deleteFolder(beside);
    try {
      return check(beside, repair, others);
    } finally {
      disk.deleteFolder(beside);
    }
  }

  private boolean check(Path beside, boolean repair, List<Fault> others) throws IOException {
    LogExtent known = known();
    boolean formatIsSound = faults.isEmpty();
    LogFiles files = known == null ? null : inspect(known);
    Views saved = known == null ? null : savedViews(known);
    boolean logIsSound = false;
    if (known != null && isReadable) {
      logIsSound = walk(known, saved, beside) && files != null;
    }
    if (files != null && files.endIsTorn()) {
      out.accept(
          "%s at byte %d: a write that was never completed; the next start cuts it"
              .formatted(
                  files.segments().lastEntry().getValue(),
                  files.end() - files.segments().lastKey()));
    }
    boolean isSound = faults.isEmpty();
    for (Fault other : others) {
      if (other.stops) {
        refuse(other.text);
      } else {
        fault(other.text);
      }
    }
    out.accept("%d faults".formatted(faults.size()));
    out.accept(refusal == null ? "a start goes on" : "a start is refused: " + refusal);
    boolean isRepaired = isSound || repair && logIsSound && repair(known, files, formatIsSound);
    return isRepaired && others.isEmpty();
  }

  /** Returns what the log has to hold, as a start would; without a format file, as the log says. */
  private LogExtent known() throws IOException {
    try {
      if (FormatFile.read(disk, folder.path()) == null) {
        throw DataFolder.formatIsMissing(folder.path());
      }
    } catch (StoreException e) {
      refuse(e.getMessage());
      if (e.getCause() instanceof IOException) {
        return null;
      }
      return new LogExtent(LogFiles.id(disk, folder.log()), Long.MAX_VALUE, 0, false);
    }
    try {
      return Journal.known(disk, folder);
    } catch (StoreException e) {
      refuse(e.getMessage());
      return null;
    }
  }

  private LogFiles inspect(LogExtent known) {
    try {
      return LogFiles.inspect(disk, folder.log(), segmentSize, known);
    } catch (DamagedLogException e) {
      refuse(e.place());
    } catch (IOException e) {
      isReadable = false;
      refuse(
          StoreException.of("the commit log in %s cannot be read".formatted(folder.log()), e)
              .getMessage());
    }
    return null;
  }

  private Views savedViews(LogExtent known) {
    try {
      return Views.inspect(disk, folder.views(), segmentSize, known.id());
    } catch (StoreException e) {
      refuse(e.getMessage());
      return null;
    }
  }

  /** Reads the whole log and compares the views with it; returns whether the log is sound. */
  private boolean walk(LogExtent known, Views saved, Path beside) throws IOException {
    int[] logFaults = new int[1];
    LogCheck log =
        new LogCheck(
            disk,
            folder.log(),
            segmentSize,
            (position, file, at, what) -> {
              logFaults[0]++;
              logFault(position, "%s at byte %d: %s".formatted(file, at, what), saved);
            });
    Views computed = Views.open(disk, beside, segmentSize, known.id());
    long limit = saved == null ? 0 : saved.saved().position();
    long[] records = new long[1];
    log.walk(
        (position, type, payload) -> {
          records[0]++;
          if (position < limit && logFaults[0] == 0) {
            apply(computed, position, type, payload, logFaults);
          }
        });
    boolean isSound = logFaults[0] == 0;
    out.accept(
        "log: %d records at positions %d to %d, %s"
            .formatted(records[0], log.begin(), log.end(), isSound ? "sound" : "with faults"));
    if (!isSound || saved == null) {
      out.accept("views: not checked, since they can only be compared with a sound log");
      return isSound;
    }
    int before = faults.size();
    new ViewCheck(disk, folder.views(), segmentSize, this::fault)
        .compare(saved, computed, log.begin());
    if (faults.size() == before) {
      saved.damaged().forEach(this::fault);
    }
    if (faults.size() > before) {
      out.accept("the next start computes again what is wrong with the views");
    }
    out.accept("views: %s".formatted(faults.size() == before ? "sound" : "with faults"));
    return true;
  }

  private void logFault(long position, String text, Views saved) {
    long segment = position - position % segmentSize;
    if (saved == null || position >= saved.replayFrom(segment)) {
      refuse(text);
    } else {
      fault(text);
    }
  }

  private void apply(Views views, long position, byte type, ByteBuffer payload, int[] logFaults) {
    try {
      views.replay(position, type, payload);
    } catch (StoreException e) {
      logFaults[0]++;
      refuse("log position %d: %s".formatted(position, e.getMessage()));
    }
  }

  private boolean repair(LogExtent known, LogFiles files, boolean formatIsSound)
      throws IOException {
    if (!formatIsSound) {
      out.accept("making openons.format again");
    }
    out.accept("deleting " + folder.views());
    disk.deleteFolder(folder.views());
    Views views = Views.open(disk, folder.views(), segmentSize, known.id());
    LogCheck log =
        new LogCheck(disk, folder.log(), segmentSize, (position, file, at, what) -> fault(what));
    log.walk(views::replay);
    FormatFile.write(
        disk,
        folder.path(),
        new LogExtent(known.id(), log.begin(), Math.max(known.durable(), files.end()), false));
    views.freeze();
    views.save(known.id(), views.snapshot(log.end()), InstantSource.fixed(Instant.EPOCH));
    out.accept("computed the views again from the log, up to position " + log.end());
    return true;
  }

  private void refuse(String text) {
    fault(text);
    if (refusal == null) {
      refusal = text;
    }
  }

  /** A fault that both the inspection of a start and the walk through the log find counts once. */
  private void fault(String text) {
    if (faults.stream().noneMatch(fault -> place(fault).equals(place(text)))) {
      faults.add(text);
      out.accept(text);
    }
  }

  private static String place(String fault) {
    return fault.substring(0, fault.indexOf(':') < 0 ? fault.length() : fault.indexOf(':'));
  }
}
