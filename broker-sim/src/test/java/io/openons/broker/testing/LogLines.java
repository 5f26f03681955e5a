package io.openons.broker.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log of this process, which tests write to the standard error. */
public final class LogLines {
  private LogLines() {}

  /** Returns the lines that come while a task runs, those of other threads included. */
  public static String of(Runnable work) {
    var before = System.err;
    var log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
