package io.openons.broker.core.filter.sql;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A value in a comparison. */
sealed interface Operand {
  /** Returns the value in a domain; null when it has none there. */
  <T extends Comparable<T>> T value(Domain<T> domain, UnaryOperator<String> properties);

  /** Says whether it can be a number. */
  boolean isQuantity();

  /** A named text of what is tested. */
  record Property(String name) implements Operand {
    @Override
    public <T extends Comparable<T>> T value(Domain<T> domain, UnaryOperator<String> properties) {
      return domain.read(properties.apply(name));
    }

    @Override
    public boolean isQuantity() {
      return true;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A value that is written in the condition. */
  record Literal(Domain<?> domain, Object value) implements Operand {
    static final Literal TRUE = new Literal(Domain.BOOLEAN, true);
    static final Literal FALSE = new Literal(Domain.BOOLEAN, false);

    static Literal number(BigDecimal value) {
      return new Literal(Domain.NUMBER, value.stripTrailingZeros());
    }

    static Literal text(String value) {
      return new Literal(Domain.TEXT, value);
    }

    @Override
    public <T extends Comparable<T>> T value(Domain<T> wanted, UnaryOperator<String> properties) {
      return wanted.cast(value);
    }

    @Override
    public boolean isQuantity() {
      return domain == Domain.NUMBER;
    }

    @Override
    public String toString() {
      return domain == Domain.TEXT
          ? quote(value.toString())
          : value.toString().toUpperCase(Locale.ROOT);
    }
  }

  static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
