package io.openons.broker.core.filter.sql;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Compares two values. */
record Comparison<T extends Comparable<T>>(
    Operand left, Operator operator, Operand right, Domain<T> domain) implements Condition {

  /** How two values are compared. */
  enum Operator {
    EQUAL("=", order -> order == 0),
    NOT_EQUAL("<>", order -> order != 0),
    GREATER(">", order -> order > 0),
    GREATER_OR_EQUAL(">=", order -> order >= 0),
    LESS("<", order -> order < 0),
    LESS_OR_EQUAL("<=", order -> order <= 0);

    private final String symbol;
    private final IntPredicate holds;

    Operator(String symbol, IntPredicate holds) {
      this.symbol = symbol;
      this.holds = holds;
    }

    /** Returns the operator that a word is; null when it is none. */
    static Operator of(Token word) {
      return Arrays.stream(values())
          .filter(operator -> word.is(Token.Kind.SYMBOL, operator.symbol))
          .findFirst()
          .orElse(null);
    }

    /** Says whether it asks for sameness only, which every domain has. */
    boolean isEquality() {
      return this == EQUAL || this == NOT_EQUAL;
    }
  }

  @Override
  public Truth test(UnaryOperator<String> properties) {
    T leftValue = left.value(domain, properties);
    T rightValue = right.value(domain, properties);
    return leftValue == null || rightValue == null
        ? Truth.UNKNOWN
        : Truth.of(operator.holds.test(leftValue.compareTo(rightValue)));
  }

  @Override
  public String toString() {
    return left + " " + operator.symbol + " " + right;
  }
}
