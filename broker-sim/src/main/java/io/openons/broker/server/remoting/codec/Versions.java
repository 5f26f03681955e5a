package io.openons.broker.server.remoting.codec;

/**
 * The numbers by which clients name their releases: from 4.0.0 on each release has two, one for its
 * snapshots, one for itself.
 */
public final class Versions {
  private static final int FIRST = 212;
  private static final int FIRST_MAJOR = 4;

  private Versions() {}

  /** Returns the release of a number; the number itself when it is an older one. */
  public static String text(int number) {
    if (number < FIRST) {
      return String.valueOf(number);
    }
    int release = (number - FIRST) / 2;
    return "%d.%d.%d%s"
        .formatted(
            FIRST_MAJOR + release / 100,
            release / 10 % 10,
            release % 10,
            (number - FIRST) % 2 == 0 ? "-SNAPSHOT" : "");
  }

  /** Returns the number of a release; 0 when it has none. */
  public static int number(String text) {
    if (text.matches("\\d{1,9}")) {
      return Integer.parseInt(text);
    }
    if (!text.matches("\\d\\.\\d\\.\\d(\\D.*)?")) {
      return 0;
    }
    int release =
        (text.charAt(0) - '0' - FIRST_MAJOR) * 100
            + (text.charAt(2) - '0') * 10
            + text.charAt(4)
            - '0';
    return release < 0 ? 0 : FIRST + 2 * release + (text.endsWith("-SNAPSHOT") ? 0 : 1);
  }
}
