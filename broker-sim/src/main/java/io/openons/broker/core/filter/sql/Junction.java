package io.openons.broker.core.filter.sql;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Conditions of which all, or at least one, must hold. */
record Junction(Kind kind, List<Condition> parts) implements Condition {

  /** How the parts are joined, and by which outcome of one part the others do not matter. */
  enum Kind {
    AND(Truth.FALSE),
    OR(Truth.TRUE);

    private final Truth decisive;

    Kind(Truth decisive) {
      this.decisive = decisive;
    }
  }

  /** Joins conditions; those that are joined in the same way already become parts of this one. */
  static Condition of(Kind kind, List<Condition> conditions) {
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    return new Junction(
        kind,
        conditions.stream()
            .flatMap(
                part ->
                    part instanceof Junction inner && inner.kind == kind
                        ? inner.parts.stream()
                        : Stream.of(part))
            .toList());
  }

  @Override
  public Truth test(UnaryOperator<String> properties) {
    Truth outcome = kind.decisive.not();
    for (Condition part : parts) {
      Truth truth = part.test(properties);
      if (truth == kind.decisive) {
        return truth;
      }
      if (truth == Truth.UNKNOWN) {
        outcome = Truth.UNKNOWN;
      }
    }
    return outcome;
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(part -> part instanceof Junction ? "(" + part + ")" : part.toString())
        .collect(Collectors.joining(" " + kind + " "));
  }
}
