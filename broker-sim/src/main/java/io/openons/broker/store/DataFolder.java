package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.FolderInPlaceOfFileException;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.LogExtent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.stream.Stream;

/**
 * A broker's folder, held by one process at a time.
 *
 * <pre>
 * openons.format   the format of this folder, and what its log has to hold; see {@link FormatFile}
 * lock             locked while a broker or fsck runs
 * log/             the commit log, one file a segment, named by its first position
 * views/           what is computed from the log; may be deleted while no broker runs
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  /** What is known of the log of a folder that has none yet. */
  static final LogExtent NO_LOG = new LogExtent(0, 0, 0, true);

  private static final Disk DISK = new NioDisk();

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
      boolean isNew = FormatFile.read(DISK, path) == null;
      if (isNew) {
        refuseForeign(path);
      }
      DataFolder opened = lock(path);
      if (isNew) {
        FormatFile.write(DISK, path, NO_LOG.withId(new SecureRandom().nextLong()));
      }
      return opened;
    } catch (IOException e) {
      throw StoreException.of("data folder %s cannot be used".formatted(path), e);
    }
  }

  /**
   * Opens a folder whatever its format file is, to check it.
   *
   * @throws StoreException when it holds no broker's data, or is in use by a broker
   */
  static DataFolder openToCheck(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.notExists(path.resolve(FormatFile.NAME)) && Files.notExists(path.resolve("log"))) {
      throw new StoreException("%s is not a broker's data folder".formatted(path));
    }
    try {
      return lock(path);
    } catch (IOException e) {
      throw StoreException.of("data folder %s cannot be checked".formatted(path), e);
    }
  }

  private static DataFolder lock(Path path) throws IOException {
    Path lockPath = path.resolve("lock");
    if (Files.isDirectory(lockPath)) {
      throw new FolderInPlaceOfFileException(lockPath);
    }
    FileChannel lockFile =
        FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(lockFile);
    if (lock == null) {
      lockFile.close();
      throw new StoreException(
          "data folder %s is in use by another broker; stop that one or name another folder"
              .formatted(path));
    }
    return new DataFolder(path, lockFile, lock);
  }

  private static void refuseForeign(Path path) throws IOException {
    if (Files.exists(path.resolve("log"))) {
      throw formatIsMissing(path);
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

  static StoreException formatIsMissing(Path path) {
    return new StoreException(
        ("%s is missing; restore it from a backup, or run 'ons-broker fsck --repair', which makes it"
                + " again from the log")
            .formatted(path.resolve(FormatFile.NAME)));
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
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

  /** Frees the folder for another broker. */
  @Override
  public void close() {
    try (lockFile) {
      lock.release();
    } catch (IOException e) {
      throw StoreException.of("the lock of data folder %s cannot be released".formatted(path), e);
    }
  }
}
