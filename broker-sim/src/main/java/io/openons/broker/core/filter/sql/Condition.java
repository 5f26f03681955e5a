package io.openons.broker.core.filter.sql;

import java.util.function.UnaryOperator;

/**
 * A condition over named texts. Its string form is a condition again, which is equal for conditions
 * that differ only in spaces, case of keywords, parentheses without effect, and notation of
 * numbers. Immutable.
 */
public sealed interface Condition
    permits Comparison, Junction, Membership, Negation, Part, Absence {
  /** Longest text of a condition, in characters; ours. */
  int MAX_LENGTH = 4096;

  /** How deep parentheses and NOTs may be nested; ours. */
  int MAX_DEPTH = 64;

  /**
   * Says whether the condition holds.
   *
   * @param properties returns the text with a name, or null when there is none
   */
  Truth test(UnaryOperator<String> properties);

  /**
   * Reads a condition; the package describes the language.
   *
   * @throws SyntaxException at the first fault, also when the text is too long or nested too deep
   */
  static Condition parse(String text) throws SyntaxException {
    return new Parser(text).parse();
  }
}
