package io.openons.broker.process;

import io.openons.broker.core.api.Texts;
import io.openons.broker.server.net.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of the process: one back end for all of it. gRPC and Netty log by java.util.logging,
 * often a stack trace for each fault of a client; here they get one line, and a line that repeats
 * within a minute is counted instead. An embedded broker leaves the application's logging alone.
 */
final class ProcessLog extends SLF4JBridgeHandler {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MOST_KINDS = 256;

  /** Strong references, since java.util.logging forgets the levels of loggers that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("io.netty"));

  private static final class Seen {
    final long since;
    long repeated;

    Seen(long since) {
      this.since = since;
    }
  }

  private final Map<String, Seen> kinds = new HashMap<>();

  ProcessLog() {}

  /** Sets defaults for the log on standard error, unless the user set others by properties. */
  static void configure() {
    Map.of(
            "showDateTime", "true",
            "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS",
            "showShortLogName", "true",
            "log.io.grpc", "warn",
            "log.io.netty", "warn")
        .forEach(
            (key, value) -> {
              String property = "org.slf4j.simpleLogger." + key;
              System.setProperty(property, System.getProperty(property, value));
            });
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new ProcessLog());
  }

  @Override
  public void publish(LogRecord record) {
    if (record == null) {
      return;
    }
    String message = record.getMessage() == null ? "" : record.getMessage();
    Throwable thrown = record.getThrown();
    long repeated = seen(record, message, thrown);
    if (repeated < 0) {
      return;
    }
    StringBuilder line = new StringBuilder();
    String client = Connection.clientBeingRead();
    if (client != null) {
      line.append(client).append(": ");
    }
    line.append(message);
    if (thrown != null) {
      line.append(": ").append(thrown.getClass().getSimpleName());
      line.append(": ").append(thrown.getMessage());
    }
    if (repeated > 0) {
      line.append(" (").append(repeated).append(" times more in the minute before)");
    }
    LogRecord oneLine = new LogRecord(record.getLevel(), Texts.oneLine(line.toString()));
    oneLine.setLoggerName(record.getLoggerName());
    oneLine.setParameters(record.getParameters());
    super.publish(oneLine);
  }

  /** Returns how often a kind of record was counted instead of logged; -1 to count this one. */
  private synchronized long seen(LogRecord record, String message, Throwable thrown) {
    String kind =
        "%s %s %s"
            .formatted(
                record.getLoggerName(),
                message.length() > MOST_KINDS ? message.substring(0, MOST_KINDS) : message,
                thrown == null ? "" : thrown.getClass().getName());
    Seen before = kinds.get(kind);
    if (before != null && record.getMillis() - before.since < MINUTE_MILLIS) {
      before.repeated++;
      return -1;
    }
    if (kinds.size() >= MOST_KINDS) {
      kinds.clear();
    }
    kinds.put(kind, new Seen(record.getMillis()));
    return before == null ? 0 : before.repeated;
  }
}
