package io.openons.broker.core.filter.sql;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Holds when a property is one of several texts. */
record Membership(Operand.Property property, Set<String> texts) implements Condition {
  Membership(Operand.Property property, Collection<String> texts) {
    // Sorted, so that the order in which they are written makes no difference.
    this(property, new TreeSet<>(texts));
  }

  @Override
  public Truth test(UnaryOperator<String> properties) {
    String text = property.value(Domain.TEXT, properties);
    return text == null ? Truth.UNKNOWN : Truth.of(texts.contains(text));
  }

  @Override
  public String toString() {
    return texts.stream()
        .map(Operand::quote)
        .collect(Collectors.joining(", ", property + " IN (", ")"));
  }
}
