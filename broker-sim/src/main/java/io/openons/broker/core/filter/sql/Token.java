package io.openons.broker.core.filter.sql;

/**
 * A word of a condition.
 *
 * @param kind what it is
 * @param text a keyword in upper case, a symbol, name or number as written, the content of a text
 * @param written how it is written
 * @param position where it begins, from 1
 */
record Token(Kind kind, String text, String written, int position) {

  /** What a word can be. */
  enum Kind {
    KEYWORD,
    NAME,
    NUMBER,
    TEXT,
    SYMBOL,
    END
  }

  boolean is(Kind wantedKind, String wantedText) {
    return kind == wantedKind && text.equals(wantedText);
  }

  /** Returns the refusal of this word where something else should be. */
  SyntaxException insteadOf(String expected) {
    return new SyntaxException(position, expected, written);
  }
}
