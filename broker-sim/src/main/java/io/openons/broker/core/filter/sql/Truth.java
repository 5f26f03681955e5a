package io.openons.broker.core.filter.sql;

/** SQL's three truth values. */
public enum Truth {
  /** It does not hold. */
  FALSE,
  /** It depends on a value that is missing or of another type. */
  UNKNOWN,
  /** It holds. */
  TRUE;

  static Truth of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case UNKNOWN -> UNKNOWN;
      case FALSE -> TRUE;
    };
  }
}
