package io.openons.client.consumer.broadcast;

import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps offsets in a file per group and instance name, {@code <folder>/<group>/<name>.offsets}. A
 * lock beside it lets no two consumers use the same one. Consumers without a name take the first of
 * {@code DEFAULT}, {@code DEFAULT-2} and so on that is free, so that they find their progress again
 * after a restart.
 */
final class FileOffsetStore implements OffsetStore {
  private static final Log log = Logs.of(FileOffsetStore.class);
  private static final String UNNAMED = "DEFAULT";

  /** More consumers of one group on one machine have to be named. */
  private static final int MOST_UNNAMED = 100;

  private static final char SEPARATOR = '@';

  private final Path folder;
  private final Optional<String> name;
  private final Map<String, Long> offsets = new ConcurrentHashMap<>();
  private FileChannel locked;
  private Path file;
  private volatile boolean changed;

  FileOffsetStore(BroadcastConfig config) {
    String instance = config.consumer().client().instanceId();
    String group = config.consumer().client().group();
    this.folder = config.folder().resolve(instance.isEmpty() ? group : instance + "%" + group);
    this.name = config.instanceName();
  }

  @Override
  public synchronized void start() {
    try {
      Files.createDirectories(folder);
      file = name.isPresent() ? named(name.get()) : firstFree();
      if (Files.exists(file)) {
        load();
      }
    } catch (IOException failure) {
      throw new ONSClientException(
          "progress in "
              + folder
              + " cannot be read: "
              + failure
              + "; make the folder usable, or set ons.offsetsFolder to another",
          failure,
          ErrorCode.INVALID_PROPERTY);
    }
  }

  private Path named(String wanted) throws IOException {
    if (!lock(wanted)) {
      throw new ONSClientException(
          "another broadcasting consumer of the group uses the InstanceName "
              + wanted
              + " in "
              + folder
              + "; give each its own",
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    return folder.resolve(wanted + ".offsets");
  }

  private Path firstFree() throws IOException {
    for (int number = 1; number <= MOST_UNNAMED; number++) {
      String candidate = number == 1 ? UNNAMED : UNNAMED + "-" + number;
      if (lock(candidate)) {
        return folder.resolve(candidate + ".offsets");
      }
    }
    throw new ONSClientException(
        MOST_UNNAMED
            + " broadcasting consumers without InstanceName use "
            + folder
            + "; give each its own",
        null,
        ErrorCode.INVALID_PROPERTY);
  }

  private boolean lock(String candidate) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(candidate + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      log.debug("{} is used by a consumer of this process", candidate);
    }
    if (lock == null) {
      channel.close();
      return false;
    }
    locked = channel;
    return true;
  }

  private void load() throws IOException {
    Properties saved = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      saved.load(in);
    }
    for (String key : saved.stringPropertyNames()) {
      try {
        offsets.put(key, Long.valueOf(saved.getProperty(key)));
      } catch (NumberFormatException notANumber) {
        throw new ONSClientException(
            file
                + ": the offset of "
                + key
                + " is not a number; mend the file, or delete it to begin at the end",
            notANumber,
            ErrorCode.INVALID_PROPERTY);
      }
    }
  }

  @Override
  public void updateOffset(TopicPartition partition, long offset) {
    offsets.put(key(partition), offset);
    changed = true;
  }

  @Override
  public Optional<Long> readOffset(TopicPartition partition) {
    return Optional.ofNullable(offsets.get(key(partition)));
  }

  private static String key(TopicPartition partition) {
    return partition.getTopic() + SEPARATOR + partition.getPartition();
  }

  /** Writes what has changed; the file is always whole. */
  synchronized void save() {
    if (!changed || locked == null) {
      return;
    }
    changed = false;
    Properties saved = new Properties();
    new TreeMap<>(offsets).forEach((key, offset) -> saved.setProperty(key, offset.toString()));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      try (OutputStream out = Files.newOutputStream(next)) {
        saved.store(out, "how far a broadcasting consumer has come: topic, queue, next offset");
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      changed = true;
      log.warn("progress could not be written to {}, trying again", file, failure);
    }
  }

  @Override
  public synchronized void shutdown() {
    save();
    if (locked == null) {
      return;
    }
    try {
      locked.close();
    } catch (IOException failure) {
      log.warn("the lock of {} could not be released", file, failure);
    }
    locked = null;
  }
}
