package io.openons.broker.store.view;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/**
 * A view of the log: where the records are that carry a hash. Each full segment has a file of
 * sorted entries, named by the segment's first position; the segment that is being written has its
 * entries in memory. Safe on any thread.
 *
 * <pre>
 * offset size
 *      0    4  hash
 *      4    4  place of the record in its segment
 *          ... more entries, then at the end of the file:
 *      0    8  id of the log
 *      8    4  CRC32C of the segment's position, the entries and the id
 * </pre>
 */
public final class HashIndex {
  private static final int ENTRY = 8;
  private static final int TRAILER = 12;
  private static final String SUFFIX = ".index";

  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final long id;
  private final NavigableSet<Long> saved = new ConcurrentSkipListSet<>();
  private final ConcurrentSkipListMap<Long, Run> inMemory = new ConcurrentSkipListMap<>();

  /** The entries of one segment, in the order of places. */
  private static final class Run {
    private long[] entries = new long[64];
    private int count;

    synchronized void add(int hash, int place) {
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, 2 * count);
      }
      entries[count++] = entry(hash, place);
    }

    synchronized long[] copy() {
      return Arrays.copyOf(entries, count);
    }
  }

  private HashIndex(Disk disk, Path folder, int segmentSize, long id) {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.id = id;
  }

  /**
   * Opens the index in a folder.
   *
   * @param damaged takes the files that cannot be used; their segments have to be replayed
   */
  static HashIndex open(Disk disk, Path folder, int segmentSize, long id, Consumer<Path> damaged)
      throws IOException {
    HashIndex index = new HashIndex(disk, folder, segmentSize, id);
    for (Path file : disk.list(folder)) {
      String name = file.getFileName().toString();
      if (name.matches("\\d{20}" + SUFFIX)) {
        long segment = Long.parseLong(name, 0, 20, 10);
        if (isSound(disk.read(file), segment, id)) {
          index.saved.add(segment);
        } else {
          damaged.accept(file);
        }
      }
    }
    return index;
  }

  /** Returns whether bytes are the index of a segment, as it was written. */
  static boolean isSound(byte[] bytes, long segment, long id) {
    int end = bytes.length - TRAILER;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return end >= 0
        && end % ENTRY == 0
        && in.getLong(end) == id
        && in.getInt(end + Long.BYTES) == checksum(bytes, segment);
  }

  private static int checksum(byte[] bytes, long segment) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(segment).flip());
    crc.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  private static long entry(int hash, int place) {
    return (long) hash << Integer.SIZE | place;
  }

  /** Says whether the segment that begins at a position has its file. */
  boolean hasFile(long segment) {
    return saved.contains(segment);
  }

  /** Takes up a record. */
  void add(long position, int[] hashes) {
    if (hashes.length > 0) {
      long segment = position - position % segmentSize;
      Run run = inMemory.computeIfAbsent(segment, absent -> new Run());
      for (int hash : hashes) {
        run.add(hash, (int) (position - segment));
      }
    }
  }

  /** Writes the files of the segments that end before a position. */
  void save(long position) {
    Long full;
    while ((full = inMemory.isEmpty() ? null : inMemory.firstKey()) != null
        && full + segmentSize <= position) {
      long[] entries = inMemory.get(full).copy();
      Arrays.sort(entries);
      ByteBuffer bytes = ByteBuffer.allocate(entries.length * ENTRY + TRAILER);
      for (long entry : entries) {
        bytes.putLong(entry);
      }
      bytes.putLong(id).putInt(checksum(bytes.array(), full));
      try {
        disk.replace(file(full), bytes.array());
      } catch (IOException e) {
        throw StoreException.of("index %s cannot be written".formatted(file(full)), e);
      }
      saved.add(full);
      inMemory.remove(full);
    }
  }

  /** Deletes the files of the segments before a position. */
  void deleteBefore(long position) {
    for (long segment : saved.headSet(position, false)) {
      try {
        disk.delete(file(segment));
      } catch (IOException e) {
        throw StoreException.of("index %s cannot be deleted".formatted(file(segment)), e);
      }
      saved.remove(segment);
    }
    inMemory.headMap(position - position % segmentSize, false).clear();
  }

  /**
   * Shows the positions of the records that carry a hash, the newest first, until the visitor
   * returns false.
   */
  void find(int hash, LongPredicate visitor) {
    long oldestSeen = Long.MAX_VALUE;
    for (Map.Entry<Long, Run> run : inMemory.descendingMap().entrySet()) {
      oldestSeen = run.getKey();
      long[] entries = run.getValue().copy();
      for (int i = entries.length - 1; i >= 0; i--) {
        if ((int) (entries[i] >> Integer.SIZE) == hash
            && !visitor.test(run.getKey() + (int) entries[i])) {
          return;
        }
      }
    }
    // Entries in memory are newer than all files, but for those that were saved meanwhile.
    for (long segment : saved.headSet(oldestSeen, false).descendingSet()) {
      if (!findInFile(segment, hash, visitor)) {
        return;
      }
    }
  }

  private boolean findInFile(long segment, int hash, LongPredicate visitor) {
    try (Disk.DiskFile file = disk.openReadOnly(file(segment))) {
      // Read and not mapped: a mapping stays until the next garbage collection.
      for (long at = behind(file, hash) - 1; at >= 0; at--) {
        long entry = entryAt(file, at);
        if ((int) (entry >> Integer.SIZE) != hash) {
          break;
        }
        if (!visitor.test(segment + (int) entry)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      if (!saved.contains(segment)) {
        return true;
      }
      throw StoreException.of("index %s cannot be read".formatted(file(segment)), e);
    }
  }

  /** Returns the number of the first entry behind those with a hash. */
  private static long behind(Disk.DiskFile file, int hash) throws IOException {
    long low = 0;
    long high = (file.size() - TRAILER) / ENTRY;
    long last = entry(hash, Integer.MAX_VALUE);
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (entryAt(file, middle) <= last) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static long entryAt(Disk.DiskFile file, long number) throws IOException {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY);
    file.read(entry, number * ENTRY);
    return entry.getLong(0);
  }

  private Path file(long segment) {
    return file(folder, segment);
  }

  /** Returns the file of the segment that begins at a position. */
  public static Path file(Path folder, long segment) {
    return folder.resolve("%020d%s".formatted(segment, SUFFIX));
  }
}
