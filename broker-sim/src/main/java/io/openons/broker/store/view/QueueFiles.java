package io.openons.broker.store.view;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.QueueKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The files that hold the older entries of one queue, {@link #FILE_ENTRIES} each, named by the
 * first offset that belongs there. A file is opened for each use: a broker may have more queues
 * than a process may have open files or mappings.
 *
 * <p>Which entries are in the files, and their checksums, is in the checkpoint; what else the files
 * hold counts for nothing. For one thread at a time, but for {@link #force}.
 */
final class QueueFiles {
  static final int ENTRY = 20;
  static final int FILE_ENTRIES = 1 << 16;
  private static final int BLOCK_ENTRIES = 204;
  private static final int READ_ENTRIES = 1 << 12;

  private final Disk disk;
  private final Path folder;
  private final QueueKey key;

  private long end;
  private long firstFile;
  private List<Sum> full = new ArrayList<>();
  private long currentFrom;
  private CRC32C current;
  private volatile Saved saved;

  private ByteBuffer block = ByteBuffer.allocate(0);
  private long blockFrom;

  /**
   * The checksum of the entries of one file.
   *
   * @param from the offset of the first entry that counts
   * @param crc CRC32C of the entries from there to the end of the file, or to the last one
   */
  record Sum(long from, int crc) {}

  /**
   * What is durable.
   *
   * @param end the offset behind the last entry
   * @param sums of the files, in order
   */
  record Saved(long end, List<Sum> sums) {
    /** Returns this without the files that hold only entries before an offset. */
    Saved from(long offset) {
      return new Saved(end, sums.stream().filter(sum -> sum.from >= fileOf(offset)).toList());
    }
  }

  QueueFiles(Disk disk, Path folder, QueueKey key, long begin) {
    this.disk = disk;
    this.folder = folder;
    this.key = key;
    beginAt(begin);
  }

  /** Goes on at an offset without what came before it. */
  void beginAt(long offset) {
    end = offset;
    firstFile = fileOf(offset);
    full = new ArrayList<>();
    current = null;
    saved = new Saved(offset, List.of());
  }

  /**
   * Goes on behind what was saved, if it is there as it was saved; otherwise nothing changes.
   *
   * @return whether it is
   */
  boolean restore(Saved before) throws IOException {
    QueueFiles found = new QueueFiles(disk, folder, key, before.end);
    for (Sum sum : before.sums) {
      long fileEnd = Math.min(fileOf(sum.from) + FILE_ENTRIES, before.end);
      CRC32C crc = sum(sum.from, fileEnd);
      if (crc == null || (int) crc.getValue() != sum.crc) {
        return false;
      }
      found.take(sum.from, fileEnd, crc);
    }
    full = found.full;
    currentFrom = found.currentFrom;
    current = found.current;
    end = before.end;
    firstFile = before.sums.isEmpty() ? fileOf(end) : fileOf(before.sums.get(0).from);
    saved = before;
    return true;
  }

  /** Goes on behind what was saved, unchecked; only to read. */
  void trust(Saved before) {
    end = before.end;
    saved = before;
  }

  /** Returns the checksum of entries of one file; null when they are not all there. */
  private CRC32C sum(long from, long to) throws IOException {
    CRC32C crc = new CRC32C();
    try (Disk.DiskFile in = disk.openReadOnly(file(from))) {
      for (long next = from; next < to; next += READ_ENTRIES) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_ENTRIES, to - next) * ENTRY);
        in.read(bytes, place(next));
        if (bytes.hasRemaining()) {
          return null;
        }
        crc.update(bytes.flip());
      }
      return crc;
    } catch (NoSuchFileException missing) {
      return null;
    }
  }

  private void take(long from, long to, CRC32C crc) {
    currentFrom = from;
    current = crc;
    if (to % FILE_ENTRIES == 0) {
      full.add(new Sum(from, (int) crc.getValue()));
      current = null;
    }
  }

  /** Returns the offset behind the last entry in the files. */
  long end() {
    return end;
  }

  /** Returns what is durable. */
  Saved saved() {
    return saved;
  }

  /** Writes entries; those that could be written are taken from the buffer. */
  void append(ByteBuffer entries) throws IOException {
    if (entries.hasRemaining()) {
      disk.createFolder(folder);
    }
    while (entries.hasRemaining()) {
      int count = (int) Math.min(entries.remaining() / ENTRY, fileOf(end) + FILE_ENTRIES - end);
      ByteBuffer part = entries.slice(entries.position(), count * ENTRY);
      try (Disk.DiskFile out = disk.open(file(end))) {
        out.write(part.duplicate(), place(end));
      }
      CRC32C crc = current == null ? new CRC32C() : current;
      crc.update(part);
      take(current == null ? end : currentFrom, end + count, crc);
      end += count;
      entries.position(entries.position() + count * ENTRY);
    }
  }

  /** Makes all entries in the files durable; reading goes on meanwhile. */
  void force() throws IOException {
    boolean isNewFile = false;
    for (long next = saved.end; next < end; next = fileOf(next) + FILE_ENTRIES) {
      try (Disk.DiskFile out = disk.open(file(next))) {
        out.force();
      }
      isNewFile |= next == fileOf(next) || saved.sums.isEmpty();
    }
    if (isNewFile) {
      disk.forceFolder(folder);
    }
    List<Sum> sums = new ArrayList<>(full);
    if (current != null) {
      sums.add(new Sum(currentFrom, (int) current.getValue()));
    }
    saved = new Saved(end, List.copyOf(sums));
  }

  /** Returns a buffer and, by its position, where in it the entry of an offset begins. */
  ByteBuffer entry(long offset) throws IOException {
    if (offset < blockFrom || offset >= blockFrom + block.capacity() / ENTRY) {
      long from = offset - (offset - fileOf(offset)) % BLOCK_ENTRIES;
      long to = Math.min(Math.min(from + BLOCK_ENTRIES, fileOf(from) + FILE_ENTRIES), end);
      ByteBuffer read = ByteBuffer.allocate((int) (to - from) * ENTRY);
      try (Disk.DiskFile in = disk.openReadOnly(file(from))) {
        in.read(read, place(from));
      }
      if (read.hasRemaining()) {
        throw new StoreException(
            ("%s ends at byte %d, but has the entries up to offset %d; restart the broker, which"
                    + " computes the file again")
                .formatted(file(from), place(from) + read.position(), to));
      }
      block = read;
      blockFrom = from;
    }
    return block.position((int) (offset - blockFrom) * ENTRY);
  }

  /** Deletes the files before the one with an offset. */
  void deleteBefore(long offset) throws IOException {
    for (; firstFile < fileOf(offset); firstFile += FILE_ENTRIES) {
      disk.delete(file(firstFile));
      long deleted = firstFile;
      full.removeIf(sum -> fileOf(sum.from) == deleted);
    }
    saved = saved.from(offset);
  }

  /** Deletes all files. */
  void delete() throws IOException {
    for (; firstFile < end; firstFile += FILE_ENTRIES) {
      disk.delete(file(firstFile));
    }
  }

  static long fileOf(long offset) {
    return offset - offset % FILE_ENTRIES;
  }

  /** Returns the file that has the entry of an offset. */
  Path file(long offset) {
    return folder.resolve("%d.%020d.queue".formatted(key.queue(), fileOf(offset)));
  }

  /** Returns the byte of its file at which the entry of an offset begins. */
  static long place(long offset) {
    return (offset - fileOf(offset)) * ENTRY;
  }
}
