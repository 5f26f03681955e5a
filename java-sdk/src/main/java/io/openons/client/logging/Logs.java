package io.openons.client.logging;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes the loggers of this library. What they are given goes to SLF4J, as its backend is
 * configured, and also to a file once {@link #toFile} was called. No other logger is touched.
 */
public final class Logs {
  /** Without the file, which would lead back here. */
  private static final Logger log = LoggerFactory.getLogger(Logs.class);

  private static volatile LogFile file;

  private Logs() {}

  /** The logger of a class. */
  public static Log of(Class<?> type) {
    return new Log(LoggerFactory.getLogger(type));
  }

  /**
   * Writes to a file from now on. There is one for the process, the first that is asked for.
   *
   * @param level the least that is written
   * @param oldFiles how many full files are kept beside the current one
   */
  public static void toFile(Path path, Level level, int oldFiles) {
    synchronized (Logs.class) {
      if (file == null) {
        file = new LogFile(path, level, oldFiles, LogFile.MOST_BYTES);
        log.info("also logging to {}, from level {}", path, level);
      } else if (!file.is(path, level, oldFiles)) {
        log.warn("already logging to {}; {} from level {} is not used", file, path, level);
      }
    }
  }

  /** Writes to no file any more. */
  static void toNoFile() {
    synchronized (Logs.class) {
      if (file != null) {
        file.close();
        file = null;
      }
    }
  }

  /** The file, or null. */
  static LogFile file() {
    return file;
  }
}
