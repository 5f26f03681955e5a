package io.openons.broker;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a number of bytes with a unit, such as {@code 50GiB}; K, KB and KiB all are 1024 bytes. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([kmgt]?)(i?b)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

  private ByteSize() {}

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException when the text is none
   */
  static long parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a size; write a number with KiB, MiB, GiB or TiB, such as 50GiB"
              .formatted(text));
    }
    try {
      return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << SHIFTS.get(form.group(2)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'%s' is over %d bytes".formatted(text, Long.MAX_VALUE));
    }
  }

  /** Returns a size with the largest unit that it is a whole number of. */
  static String text(long bytes) {
    String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long number = bytes;
    while (number > 0 && number % 1024 == 0 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    return number + units[unit];
  }
}
