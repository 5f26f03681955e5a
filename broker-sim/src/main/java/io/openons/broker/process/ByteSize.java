package io.openons.broker.process;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes with a unit, such as {@code 50GiB}; K, KB and KiB all are 1024 bytes. */
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([kmgt]?)(i?b)?");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new TypeConversionException(
          "'%s' is not a size; write a number with KiB, MiB, GiB or TiB, such as 50GiB"
              .formatted(text));
    }
    try {
      return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << SHIFTS.get(form.group(2)));
    } catch (ArithmeticException e) {
      throw new TypeConversionException("'%s' is over %d bytes".formatted(text, Long.MAX_VALUE));
    }
  }
}
