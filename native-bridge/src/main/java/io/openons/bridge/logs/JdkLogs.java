package io.openons.bridge.logs;

import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Leads what is logged with {@code java.util.logging}, as gRPC does, to {@link Logs}. */
public final class JdkLogs extends Handler {
  private final Logs logs;

  JdkLogs(Logs logs) {
    this.logs = logs;
  }

  /** In place of the console, for all loggers; for a machine that has no other program in it. */
  public static void lead(Logger root, Logs logs) {
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JdkLogs(logs));
  }

  @Override
  public void publish(LogRecord record) {
    int level = level(record.getLevel());
    if (logs.wants(level)) {
      String text = text(record);
      logs.record(level, record.getLoggerName(), BridgeLogger.withStack(text, record.getThrown()));
    }
  }

  private static int level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return Logs.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return Logs.WARN;
    }
    if (value >= Level.INFO.intValue()) {
      return Logs.INFO;
    }
    return value >= Level.FINE.intValue() ? Logs.DEBUG : Logs.TRACE;
  }

  private static String text(LogRecord record) {
    String pattern = String.valueOf(record.getMessage());
    Object[] parameters = record.getParameters();
    if (parameters == null || parameters.length == 0) {
      return pattern;
    }
    try {
      return MessageFormat.format(pattern, parameters);
    } catch (IllegalArgumentException notAPattern) {
      return pattern;
    }
  }

  @Override
  public void flush() {
    // Records are given on at once.
  }

  @Override
  public void close() {
    // The logs are closed by their owner.
  }
}
