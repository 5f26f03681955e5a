package io.openons.broker.core.filter.sql;

import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Holds when a text is a part of a property. */
record Part(Operand.Property property, Place place, String text) implements Condition {

  /** Where in the property; the names are the keywords. */
  enum Place {
    CONTAINS(String::contains),
    STARTSWITH(String::startsWith),
    ENDSWITH(String::endsWith);

    private final BiPredicate<String, String> holds;

    Place(BiPredicate<String, String> holds) {
      this.holds = holds;
    }

    /** Returns the place that a word is; null when it is none. */
    static Place of(Token word) {
      return Arrays.stream(values())
          .filter(place -> word.is(Token.Kind.KEYWORD, place.name()))
          .findFirst()
          .orElse(null);
    }
  }

  @Override
  public Truth test(UnaryOperator<String> properties) {
    String whole = property.value(Domain.TEXT, properties);
    return whole == null ? Truth.UNKNOWN : Truth.of(place.holds.test(whole, text));
  }

  @Override
  public String toString() {
    return property + " " + place + " " + Operand.quote(text);
  }
}
