package io.openons.broker.core.filter.sql;

import java.math.BigDecimal;
import java.util.function.Function;

/** As what two values are compared. */
final class Domain<T extends Comparable<T>> {
  static final Domain<BigDecimal> NUMBER = new Domain<>(BigDecimal.class, Domain::number);
  static final Domain<String> TEXT = new Domain<>(String.class, Function.identity());
  static final Domain<Boolean> BOOLEAN = new Domain<>(Boolean.class, Domain::bool);

  private final Class<T> type;
  private final Function<String, T> reader;

  private Domain(Class<T> type, Function<String, T> reader) {
    this.type = type;
    this.reader = reader;
  }

  /** Returns a property's text as a value of this domain; null when it is none. */
  T read(String text) {
    return text == null ? null : reader.apply(text);
  }

  T cast(Object value) {
    return type.cast(value);
  }

  private static BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static Boolean bool(String text) {
    if (text.equalsIgnoreCase("true")) {
      return Boolean.TRUE;
    }
    return text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }
}
