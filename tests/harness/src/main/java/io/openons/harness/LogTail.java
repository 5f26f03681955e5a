package io.openons.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for the text of a failure. */
final class LogTail {
  private static final int LINES = 25;

  private LogTail() {}

  /** The last lines below the file's name; why there are none, when it cannot be read. */
  static String of(Path log) {
    String title = "--- the end of " + log + ":" + System.lineSeparator();
    try {
      List<String> lines = Files.readAllLines(log);
      return title
          + String.join(
              System.lineSeparator(),
              lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return title + "(unreadable: " + e + ")";
    }
  }
}
