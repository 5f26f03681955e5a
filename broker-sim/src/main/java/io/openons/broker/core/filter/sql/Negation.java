package io.openons.broker.core.filter.sql;

import java.util.function.UnaryOperator;

/** Holds when another condition is false. */
record Negation(Condition condition) implements Condition {
  @Override
  public Truth test(UnaryOperator<String> properties) {
    return condition.test(properties).not();
  }

  @Override
  public String toString() {
    return "NOT " + (condition instanceof Junction ? "(" + condition + ")" : condition);
  }
}
