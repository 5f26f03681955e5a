package io.openons.broker.testing;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.DiskUsage;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk without a disk: what was written is there for the next who opens it, as the operating
 * system keeps the files of a process that was killed.
 *
 * <p>{@link #cutPower} leaves what a power cut could: of the writes since a file was forced any
 * pages, in any order, one of them torn at any byte; of the files that were made or deleted since
 * their folder was forced, any.
 */
public final class MemoryDisk implements Disk {
  private static final int PAGE = 512;
  private static final long BYTES = 1000;

  private final Map<Path, MemoryFile> files = new TreeMap<>();

  /** The files by the names that are durable. */
  private final Map<Path, MemoryFile> named = new TreeMap<>();

  private long free = BYTES;

  /** Changes of the disk until the power is cut; never when negative. */
  private int changesLeft = -1;

  private Random random;
  private Map<Path, MemoryFile> left;

  /** Sets which share of the disk is free, from 0 to 1. */
  public void setFree(double share) {
    free = (long) (share * BYTES);
  }

  /**
   * Cuts the power before one of the next changes of the disk. The program does not notice; {@link
   * #cutPower} ends it.
   *
   * @param changes how many still reach the disk
   */
  public void cutPowerAfter(int changes, Random chance) {
    changesLeft = changes;
    random = chance;
  }

  /**
   * Leaves what a power cut leaves, now or where {@link #cutPowerAfter} had it cut. The files that
   * are still open see nothing of what comes after.
   */
  public void cutPower(Random chance) {
    Map<Path, MemoryFile> after = left == null ? left(chance) : left;
    files.clear();
    files.putAll(after);
    named.clear();
    named.putAll(after);
    left = null;
    changesLeft = -1;
  }

  private void changes() {
    if (changesLeft-- == 0) {
      left = left(random);
    }
  }

  private Map<Path, MemoryFile> left(Random chance) {
    Map<Path, MemoryFile> after = new TreeMap<>();
    TreeSet<Path> names = new TreeSet<>(files.keySet());
    names.addAll(named.keySet());
    for (Path name : names) {
      MemoryFile now = files.get(name);
      MemoryFile before = named.get(name);
      MemoryFile file = now == before || chance.nextBoolean() ? now : before;
      if (file != null) {
        after.put(name, file.left(chance));
      }
    }
    return after;
  }

  @Override
  public DiskFile open(Path file) {
    return files.computeIfAbsent(file, absent -> new MemoryFile());
  }

  @Override
  public DiskFile openReadOnly(Path file) throws NoSuchFileException {
    MemoryFile found = files.get(file);
    if (found == null) {
      throw new NoSuchFileException(file.toString());
    }
    return found;
  }

  @Override
  public void replace(Path file, byte[] content) {
    changes();
    MemoryFile replaced = new MemoryFile();
    replaced.bytes = content.clone();
    replaced.size = content.length;
    replaced.forcedSize = content.length;
    files.put(file, replaced);
    forceNames(file.getParent());
  }

  @Override
  public byte[] read(Path file) {
    MemoryFile found = files.get(file);
    return found == null ? null : Arrays.copyOf(found.bytes, found.size);
  }

  @Override
  public void createFolder(Path folder) {
    // Folders are nothing but the beginnings of names.
  }

  @Override
  public List<Path> list(Path folder) {
    return files.keySet().stream().filter(file -> folder.equals(file.getParent())).toList();
  }

  @Override
  public DiskUsage usage(Path folder) {
    return new DiskUsage(BYTES, free);
  }

  @Override
  public void delete(Path file) {
    changes();
    files.remove(file);
  }

  @Override
  public void deleteFolder(Path folder) {
    changes();
    files.keySet().removeIf(file -> file.startsWith(folder));
  }

  @Override
  public void forceFolder(Path folder) {
    changes();
    forceNames(folder);
  }

  private void forceNames(Path folder) {
    named.keySet().removeIf(file -> folder.equals(file.getParent()));
    list(folder).forEach(file -> named.put(file, files.get(file)));
  }

  private final class MemoryFile implements DiskFile {
    private byte[] bytes = new byte[0];
    private int size;

    /** The pages that changed since the file was forced, as they were then. */
    private final Map<Integer, byte[]> before = new TreeMap<>();

    private int forcedSize;

    /** Returns what a power cut leaves of this. */
    MemoryFile left(Random chance) {
      MemoryFile after = new MemoryFile();
      after.size = chance.nextBoolean() ? size : forcedSize;
      after.forcedSize = after.size;
      after.bytes = Arrays.copyOf(Arrays.copyOf(bytes, size), after.size);
      int torn = before.isEmpty() ? 0 : chance.nextInt(before.size());
      for (Map.Entry<Integer, byte[]> page : before.entrySet()) {
        int written = torn-- == 0 ? chance.nextInt(PAGE) : chance.nextBoolean() ? PAGE : 0;
        int start = Math.min(page.getKey() * PAGE + written, after.size);
        int end = Math.min((page.getKey() + 1) * PAGE, after.size);
        System.arraycopy(page.getValue(), written, after.bytes, start, end - start);
      }
      return after;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(ByteBuffer into, long place) {
      int count = (int) Math.min(into.remaining(), size - place);
      if (count > 0) {
        into.put(bytes, (int) place, count);
      }
    }

    @Override
    public void write(ByteBuffer from, long place) {
      changes();
      int end = (int) place + from.remaining();
      keep((int) place, end);
      grow(end);
      from.get(bytes, (int) place, from.remaining());
    }

    private void keep(int from, int to) {
      for (int page = from / PAGE; page * PAGE < to; page++) {
        int start = page * PAGE;
        before.computeIfAbsent(
            page,
            absent ->
                start < bytes.length
                    ? Arrays.copyOfRange(bytes, start, start + PAGE)
                    : new byte[PAGE]);
      }
    }

    @Override
    public ByteBuffer map(long place, long length) {
      // A mapping sees later writes as long as the file stays within the size that it had then,
      // which is all that the store relies on.
      grow((int) (place + length));
      return ByteBuffer.wrap(bytes, (int) place, (int) length).slice().asReadOnlyBuffer();
    }

    @Override
    public void truncate(long length) {
      changes();
      if (length < size) {
        keep((int) length, size);
        Arrays.fill(bytes, (int) length, size, (byte) 0);
        size = (int) length;
      }
    }

    private void grow(int wanted) {
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(wanted, 2 * bytes.length));
      }
      size = Math.max(size, wanted);
    }

    @Override
    public void force() {
      changes();
      before.clear();
      forcedSize = size;
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
