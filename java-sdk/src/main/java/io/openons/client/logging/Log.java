package io.openons.client.logging;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Writes to SLF4J's backend, and to the file when there is one; to each once.
 *
 * <p>Uses nothing of SLF4J that its line 1.7 lacks, and is no {@link Logger} itself: what one has
 * to implement differs between 1.7 and 2. Patterns have {@code {}} for each argument; a throwable
 * that comes last is logged with its stack.
 */
public final class Log {
  /** The class whose methods our code calls; backends look behind it for the caller. */
  private static final String BOUNDARY = Log.class.getName();

  /** Whether stderr was told that the backend throws; there is no other place. */
  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private final Logger backend;

  /** Makes the log over a backend's logger. */
  public Log(Logger backend) {
    this.backend = backend;
  }

  /** Logs what helps to follow a fault. */
  public void debug(String pattern, Object... arguments) {
    write(Level.DEBUG, pattern, arguments);
  }

  /** Logs what an operator may want to know. */
  public void info(String pattern, Object... arguments) {
    write(Level.INFO, pattern, arguments);
  }

  /** Logs what is wrong though the client goes on. */
  public void warn(String pattern, Object... arguments) {
    write(Level.WARN, pattern, arguments);
  }

  /** Logs what somebody has to mend. */
  public void error(String pattern, Object... arguments) {
    write(Level.ERROR, pattern, arguments);
  }

  private void write(Level level, String pattern, Object[] arguments) {
    if (isEnabled(level)) {
      guarded(() -> toBackend(level, pattern, arguments));
    }
    LogFile file = Logs.file();
    if (file != null && file.takes(level)) {
      FormattingTuple line = MessageFormatter.arrayFormat(pattern, arguments);
      file.write(level, backend.getName(), line.getMessage(), line.getThrowable());
    }
  }

  /** A backend that throws must not end the work that is logged. */
  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      if (REPORTED.compareAndSet(false, true)) {
        System.err.println("ons: the logging backend threw, so log lines are lost: " + thrown);
      }
    }
  }

  private boolean isEnabled(Level level) {
    return switch (level) {
      case DEBUG -> backend.isDebugEnabled();
      case INFO -> backend.isInfoEnabled();
      case WARN -> backend.isWarnEnabled();
      default -> backend.isErrorEnabled();
    };
  }

  private void toBackend(Level level, String pattern, Object[] arguments) {
    if (backend instanceof LocationAwareLogger aware) {
      int last = arguments.length - 1;
      Throwable thrown = last >= 0 && arguments[last] instanceof Throwable it ? it : null;
      Object[] values = thrown == null ? arguments : Arrays.copyOf(arguments, last);
      aware.log(null, BOUNDARY, level.toInt(), pattern, values, thrown);
      return;
    }
    switch (level) {
      case DEBUG -> backend.debug(pattern, arguments);
      case INFO -> backend.info(pattern, arguments);
      case WARN -> backend.warn(pattern, arguments);
      default -> backend.error(pattern, arguments);
    }
  }
}
