package io.openons.bridge.start;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes a start cache, as a program of its own: {@code StartCacheMaker CACHE CLASSES}.
 *
 * <p>One maker works in a folder, others end at once. The cache appears whole, by a rename. A maker
 * that is killed leaves a part behind, which the next one overwrites.
 */
public final class StartCacheMaker {
  /** Caches of other versions, or of other places of the library, of which so many stay. */
  private static final int KEPT = 4;

  private static final long LIMIT_MINUTES = 10;

  private StartCacheMaker() {}

  /**
   * Makes the cache.
   *
   * @param arguments the file to make, and the file with the names of the classes
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path cache = Path.of(arguments[0]);
    Path folder = cache.toAbsolutePath().getParent();
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.tryLock()) {
      if (held != null
          && !Files.exists(cache)
          && make(cache, folder.resolve("new"), arguments[1])) {
        deleteOldest(folder);
      }
    }
  }

  private static boolean make(Path cache, Path part, String classes)
      throws IOException, InterruptedException {
    Process dump =
        new ProcessBuilder(command(part, classes))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    dump.getOutputStream().close();
    if (!dump.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      dump.destroyForcibly();
      return false;
    }
    if (dump.exitValue() != 0 || !Files.exists(part)) {
      Files.deleteIfExists(part);
      return false;
    }
    Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** With the options that a cache is bound to: those of `jvm/flags.cpp`. */
  private static List<String> command(Path part, String classes) {
    List<String> command = new ArrayList<>();
    command.add(StartCache.java().toString());
    command.add("-Xshare:dump");
    command.add("-XX:SharedClassListFile=" + classes);
    command.add("-XX:SharedArchiveFile=" + part);
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx256m");
    if (Runtime.version().feature() >= 24) {
      command.add("-XX:+AOTClassLinking");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    return command;
  }

  private static void deleteOldest(Path folder) throws IOException {
    List<Path> caches;
    try (Stream<Path> files = Files.list(folder)) {
      caches = files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
    List<Path> newestFirst =
        caches.stream().sorted(Comparator.comparing(StartCacheMaker::used).reversed()).toList();
    for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** Native code writes the time whenever it takes a cache. */
  private static FileTime used(Path cache) {
    try {
      return Files.getLastModifiedTime(cache);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
