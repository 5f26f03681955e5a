package io.openons.ctl.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them. */
public final class Moments {
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Moments() {}

  /** Reads an amount of time: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}. */
  public static Duration duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw new TypeConversionException(
          "'%s' is no amount of time; write 500ms, 10s, 5m, 2h or 1d".formatted(text));
    }
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** Reads a moment: {@code 2026-01-31T08:30:00Z}, {@code now}, or how long ago: {@code 15m}. */
  public static Instant moment(String text, Clock clock) {
    if (text.equals("now")) {
      return clock.instant();
    }
    if (AMOUNT.matcher(text).matches()) {
      return clock.instant().minus(duration(text));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'%s' is no moment; write 2026-01-31T08:30:00Z, now, or how long ago: 15m, 2h, 1d"
              .formatted(text));
    }
  }
}
