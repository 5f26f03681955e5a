package io.openons.broker.core.filter.sql;

import java.util.function.UnaryOperator;

/** Holds when a property is not there; never unknown. */
record Absence(Operand.Property property) implements Condition {
  @Override
  public Truth test(UnaryOperator<String> properties) {
    return Truth.of(properties.apply(property.name()) == null);
  }

  @Override
  public String toString() {
    return property + " IS NULL";
  }
}
