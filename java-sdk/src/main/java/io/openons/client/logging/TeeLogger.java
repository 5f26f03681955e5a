package io.openons.client.logging;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LocationAwareLogger;

/** Hands on to SLF4J's backend, and to the file when there is one; to each once. */
final class TeeLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  /** The class whose methods our code calls; backends look behind it for the caller. */
  private static final String BOUNDARY = AbstractLogger.class.getName();

  /** Whether stderr was told that the backend throws; there is no other place. */
  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private final transient Logger backend;

  TeeLogger(Logger backend) {
    this.backend = backend;
    this.name = backend.getName();
  }

  private boolean isEnabled(Level level) {
    LogFile file = Logs.file();
    return backend.isEnabledForLevel(level) || (file != null && file.takes(level));
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return BOUNDARY;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    if (backend.isEnabledForLevel(level)) {
      guarded(() -> toBackend(level, marker, pattern, arguments, thrown));
    }
    LogFile file = Logs.file();
    if (file != null && file.takes(level)) {
      file.write(level, name, MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
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

  private void toBackend(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    if (backend instanceof LocationAwareLogger aware) {
      aware.log(marker, BOUNDARY, level.toInt(), pattern, arguments, thrown);
    } else {
      // A call without arguments comes with null, which event builders do not take.
      Object[] given = arguments == null ? new Object[0] : arguments;
      backend.atLevel(level).setCause(thrown).log(pattern, given);
    }
  }
}
