package io.openons.bridge.logs;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger whose records go to {@link Logs}. */
final class BridgeLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  BridgeLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return Logs.ofProcess().wants(Logs.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return Logs.ofProcess().wants(Logs.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return Logs.ofProcess().wants(Logs.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return Logs.ofProcess().wants(Logs.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return Logs.ofProcess().wants(Logs.ERROR);
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    Logs.ofProcess().record(number(level), name, withStack(text, thrown));
  }

  /** The text, and below it the stack of what was thrown, if anything was. */
  static String withStack(String text, Throwable thrown) {
    if (thrown == null) {
      return text;
    }
    StringWriter stack = new StringWriter();
    thrown.printStackTrace(new PrintWriter(stack));
    return text + System.lineSeparator() + stack.toString().stripTrailing();
  }

  private static int number(Level level) {
    return switch (level) {
      case ERROR -> Logs.ERROR;
      case WARN -> Logs.WARN;
      case INFO -> Logs.INFO;
      case DEBUG -> Logs.DEBUG;
      case TRACE -> Logs.TRACE;
    };
  }
}
