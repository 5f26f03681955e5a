package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A real disk that remembers what was made durable. {@link #cutPower} leaves in another folder what
 * a power cut could: of the writes since the last force any pages, in any order, one of them torn
 * at any byte; of the files that were made or deleted since their folder was forced, any.
 */
final class PowerCutDisk implements Disk {
  private static final int PAGE = 512;

  private final Disk real = new NioDisk();
  private final Map<Path, byte[]> forcedContent = new TreeMap<>();
  private final Set<Path> forcedNames = new HashSet<>();
  private final Set<Path> opened = new HashSet<>();
  private final Map<Path, byte[]> unforcedDeletes = new TreeMap<>();

  /** Writes what is left of the files under one folder to another folder. */
  void cutPower(Random random, Path from, Path to) throws IOException {
    Set<Path> files = new TreeSet<>(unforcedDeletes.keySet());
    try (var found = Files.walk(from)) {
      found.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      byte[] content = left(random, file);
      if (content != null) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.write(target, content);
      }
    }
  }

  private byte[] left(Random random, Path file) throws IOException {
    if (unforcedDeletes.containsKey(file) && Files.notExists(file)) {
      return random.nextBoolean() ? unforcedDeletes.get(file) : null;
    }
    if (!opened.contains(file)) {
      // Not written through this disk.
      return Files.readAllBytes(file);
    }
    byte[] forced = forcedContent.get(file);
    if (!forcedNames.contains(file) && random.nextBoolean()) {
      return null;
    }
    byte[] written = Files.readAllBytes(file);
    return forced == null ? mixed(random, new byte[0], written) : mixed(random, forced, written);
  }

  private static byte[] mixed(Random random, byte[] old, byte[] written) {
    byte[] left = Arrays.copyOf(old, random.nextBoolean() ? old.length : written.length);
    byte[] wanted = Arrays.copyOf(written, left.length);
    int pages = (left.length + PAGE - 1) / PAGE;
    int torn = pages == 0 ? 0 : random.nextInt(pages);
    for (int page = 0; page < pages; page++) {
      int start = page * PAGE;
      int length = Math.min(PAGE, left.length - start);
      if (page == torn) {
        length = random.nextInt(length + 1);
      }
      if (page == torn || random.nextBoolean()) {
        System.arraycopy(wanted, start, left, start, length);
      }
    }
    return left;
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    opened.add(file);
    return new TrackedFile(file, real.open(file));
  }

  @Override
  public DiskFile openReadOnly(Path file) throws IOException {
    return real.openReadOnly(file);
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    opened.add(file);
    Files.write(file, content);
    forcedContent.put(file, content);
    forceFolder(file.getParent());
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return real.read(file);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    real.createFolder(folder);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    return real.list(folder);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      unforcedDeletes.put(file, Files.readAllBytes(file));
    }
    real.delete(file);
  }

  @Override
  public void deleteFolder(Path folder) throws IOException {
    real.deleteFolder(folder);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    forcedNames.addAll(real.list(folder));
    unforcedDeletes.keySet().removeIf(file -> file.getParent().equals(folder));
  }

  @Override
  public DiskUsage usage(Path folder) {
    return new DiskUsage(100, 100);
  }

  private final class TrackedFile implements DiskFile {
    private final Path path;
    private final DiskFile file;

    TrackedFile(Path path, DiskFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes, long place) throws IOException {
      file.write(bytes, place);
    }

    @Override
    public ByteBuffer map(long place, long size) throws IOException {
      return file.map(place, size);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      forcedContent.put(path, Files.readAllBytes(path));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
