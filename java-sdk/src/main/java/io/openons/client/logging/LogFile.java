package io.openons.client.logging;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A log file that makes room for a new one when it is full: {@code ons-client.log}, and beside it
 * {@code ons-client.log.1}, the youngest of the old ones, up to the number that is kept.
 *
 * <p>Several processes may write to the same one. A line is one write at the end of the file. Who
 * finds it full takes a lock between processes and looks again; the others notice that theirs is
 * full too, and that another one is there already.
 */
final class LogFile {
  /** As the commercial client: 64 MB. */
  static final long MOST_BYTES = 64L << 20;

  /** Without the tee, which would lead back here. */
  private static final Logger log = LoggerFactory.getLogger(LogFile.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

  private final Path path;
  private final Level level;
  private final int oldFiles;
  private final long mostBytes;
  private FileChannel channel;
  private boolean failing;

  /** A file that is opened by the first line. */
  LogFile(Path path, Level level, int oldFiles, long mostBytes) {
    this.path = path;
    this.level = level;
    this.oldFiles = oldFiles;
    this.mostBytes = mostBytes;
  }

  boolean is(Path otherPath, Level otherLevel, int otherOldFiles) {
    return path.equals(otherPath) && level == otherLevel && oldFiles == otherOldFiles;
  }

  /** Whether lines of a level are written. */
  boolean takes(Level other) {
    return other.toInt() >= level.toInt();
  }

  /** Writes a line, and the stack trace of what was thrown; logs the first failure of a row. */
  void write(Level at, String logger, String text, Throwable thrown) {
    byte[] line = line(at, logger, text, thrown).getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      try {
        append(line);
        failing = false;
      } catch (IOException | SecurityException failure) {
        close();
        if (!failing) {
          log.warn("cannot write to the log file {}; is the folder writable?", path, failure);
        }
        failing = true;
      }
    }
  }

  private static String line(Level level, String logger, String text, Throwable thrown) {
    StringWriter line = new StringWriter();
    line.append(TIME.format(LocalDateTime.now()))
        .append(' ')
        .append(level.toString())
        .append(" [")
        .append(Thread.currentThread().getName())
        .append("] ")
        .append(logger)
        .append(" - ")
        .append(text)
        .append(System.lineSeparator());
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(line, true));
    }
    return line.toString();
  }

  private void append(byte[] line) throws IOException {
    if (channel == null) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      open();
    }
    if (channel.size() > 0 && channel.size() + line.length > mostBytes) {
      channel.close();
      makeRoom(line.length);
      open();
    }
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void open() throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void makeRoom(int bytes) throws IOException {
    Path lock = path.resolveSibling("." + path.getFileName() + ".lock");
    try (FileChannel locked =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      locked.lock();
      if (Files.exists(path) && Files.size(path) + bytes > mostBytes) {
        for (int i = oldFiles - 1; i >= 1; i--) {
          moveIfThere(old(i), old(i + 1));
        }
        moveIfThere(path, old(1));
      }
    } catch (OverlappingFileLockException anotherCopyOfThisLibrary) {
      log.debug(
          "another copy of this library in this process makes room", anotherCopyOfThisLibrary);
    }
  }

  private Path old(int index) {
    return path.resolveSibling(path.getFileName() + "." + index);
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Lets go of the file; a further line opens it again. */
  synchronized void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException failure) {
      log.warn("cannot close the log file {}", path, failure);
    }
    channel = null;
  }

  @Override
  public String toString() {
    return path + " from level " + level;
  }
}
