package io.openons.broker.core.filter.sql;

/** A text is not a condition. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final String expected;
  private final String found;

  SyntaxException(int position, String expected, String found) {
    // An answer to a user: where in this program it was made is of no interest.
    super(
        "expected %s at character %d, found %s".formatted(expected, position, found),
        null,
        false,
        false);
    this.position = position;
    this.expected = expected;
    this.found = found;
  }

  /** Returns the place of the first character that does not fit, from 1. */
  public int position() {
    return position;
  }

  /** Returns what would fit there, in words. */
  public String expected() {
    return expected;
  }

  /** Returns what is there instead, as it was written; in words at the end of the text. */
  public String found() {
    return found;
  }
}
