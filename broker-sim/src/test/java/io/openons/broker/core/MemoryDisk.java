package io.openons.broker.core;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.DiskUsage;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk without a disk: what was written is there for whoever opens it next, as the operating
 * system keeps the files of a process that was killed.
 */
final class MemoryDisk implements Disk {
  private final Map<Path, MemoryFile> files = new TreeMap<>();

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
    MemoryFile replaced = new MemoryFile();
    replaced.write(ByteBuffer.wrap(content), 0);
    files.put(file, replaced);
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
    return new DiskUsage(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  @Override
  public void delete(Path file) {
    files.remove(file);
  }

  @Override
  public void deleteFolder(Path folder) {
    files.keySet().removeIf(file -> file.startsWith(folder));
  }

  @Override
  public void forceFolder(Path folder) {
    // Nothing is ever lost.
  }

  private static final class MemoryFile implements DiskFile {
    private byte[] bytes = new byte[0];
    private int size;

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
      int end = (int) place + from.remaining();
      grow(end);
      from.get(bytes, (int) place, from.remaining());
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
      if (length < size) {
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
      // Nothing is ever lost.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
