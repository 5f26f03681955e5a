package io.openons.broker.store;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A broker's folder, held by one process at a time.
 *
 * <pre>
 * openons.format   one line: the format of this folder; its presence says that the folder is a broker's
 * lock             locked while a broker or fsck runs
 * log/             the commit log, one file a segment, named by its first position
 * views/           what is computed from the log; may be deleted while no broker runs
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  private static final String FORMAT = "openons data folder, format 2\n";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Opens a folder, or makes it when it does not exist or is empty.
   *
   * @throws StoreException when it cannot be read or written, holds something else than a broker's
   *     data, has another format, or is in use by another broker
   */
  public static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new StoreException("data folder %s is a file; name a folder".formatted(path));
      }
      Files.createDirectories(path);
      checkFormat(path);
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(lockFile);
      if (lock == null) {
        lockFile.close();
        throw new StoreException(
            "data folder %s is in use by another broker; stop that one or name another folder"
                .formatted(path));
      }
      Path format = path.resolve("openons.format");
      if (Files.notExists(format)) {
        new NioDisk().replace(format, FORMAT.getBytes(StandardCharsets.UTF_8));
      }
      return new DataFolder(path, lockFile, lock);
    } catch (IOException e) {
      throw new StoreException(
          "data folder %s cannot be used: %s; check that this user may read and write it"
              .formatted(path, reason(e)),
          e);
    }
  }

  private static void checkFormat(Path path) throws IOException {
    Path format = path.resolve("openons.format");
    if (Files.exists(format)) {
      String found = Files.readString(format);
      if (!found.equals(FORMAT)) {
        throw new StoreException(
            "data folder %s has the format '%s', this broker knows '%s'; use the broker that wrote it"
                .formatted(path, found.strip(), FORMAT.strip()));
      }
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      Path foreign =
          content
              .filter(file -> !file.getFileName().toString().equals("lock"))
              .findFirst()
              .orElse(null);
      if (foreign != null) {
        throw new StoreException(
            "data folder %s holds other files (%s) and no broker's data; name an empty or a broker's folder"
                .formatted(path, foreign.getFileName()));
      }
    }
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  Path log() {
    return path.resolve("log");
  }

  Path views() {
    return path.resolve("views");
  }

  /** Gives the folder free for another broker. */
  @Override
  public void close() {
    try (lockFile) {
      lock.release();
    } catch (IOException e) {
      throw new StoreException(
          "lock of data folder %s cannot be released: %s".formatted(path, reason(e)), e);
    }
  }
}
