package io.openons.broker.store;

import io.openons.broker.store.disk.DiskUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
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
public final class PowerCutDisk extends ForwardingDisk {
  private static final int PAGE = 512;

  private final Map<Path, byte[]> forcedContent = new TreeMap<>();
  private final Set<Path> forcedNames = new HashSet<>();
  private final Set<Path> opened = new HashSet<>();
  private final Map<Path, byte[]> unforcedDeletes = new TreeMap<>();

  /** Writes what is left of the files under one folder to another folder. */
  public void cutPower(Random random, Path from, Path to) throws IOException {
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
    return new TrackedFile(file, super.open(file));
  }

  @Override
  public void replace(Path file, byte[] content) throws IOException {
    opened.add(file);
    Files.write(file, content);
    forcedContent.put(file, content);
    forceFolder(file.getParent());
  }

  @Override
  public void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      unforcedDeletes.put(file, Files.readAllBytes(file));
    }
    super.delete(file);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    forcedNames.addAll(list(folder));
    unforcedDeletes.keySet().removeIf(file -> file.getParent().equals(folder));
  }

  @Override
  public DiskUsage usage(Path folder) {
    return new DiskUsage(100, 100);
  }

  private final class TrackedFile extends ForwardingFile {
    private final Path path;

    TrackedFile(Path path, DiskFile file) {
      super(file);
      this.path = path;
    }

    @Override
    public void force() throws IOException {
      forcedContent.put(path, Files.readAllBytes(path));
    }
  }
}
