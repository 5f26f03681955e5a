package io.openons.conformance.cases;

import java.time.Duration;

/** Durations as the cases write them: 100ms, 2s, 40d. */
public final class Durations {
  private Durations() {}

  public static Duration parse(String text) {
    String number = text.replaceAll("[a-z]+$", "");
    long value = Long.parseLong(number);
    return switch (text.substring(number.length())) {
      case "ms" -> Duration.ofMillis(value);
      case "s" -> Duration.ofSeconds(value);
      case "m" -> Duration.ofMinutes(value);
      case "h" -> Duration.ofHours(value);
      case "d" -> Duration.ofDays(value);
      default -> throw new IllegalArgumentException("no duration such as 100ms or 2s: " + text);
    };
  }
}
