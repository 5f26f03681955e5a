package io.openons.broker.core.filter.sql;

import io.openons.broker.core.filter.sql.Token.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the text of a condition into its words. */
final class Lexer {
  static final String END = "the end";

  private static final Set<String> KEYWORDS =
      Set.of(
          "AND",
          "OR",
          "NOT",
          "BETWEEN",
          "IN",
          "IS",
          "NULL",
          "TRUE",
          "FALSE",
          "CONTAINS",
          "STARTSWITH",
          "ENDSWITH");

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{Nd}_$]*+");

  /** With the suffix by which RocketMQ's users may mark a whole number as a long one. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:\\d++[lL]|(?:\\d++(?:\\.\\d*+)?|\\.\\d++)(?:[eE][+-]?\\d{1,3}+)?)");

  private static final Pattern SYMBOL = Pattern.compile("<>|<=|>=|[<>=(),+-]");

  private final String text;
  private final Matcher matcher;
  private int at;

  Lexer(String text) {
    this.text = text;
    this.matcher = NAME.matcher(text);
  }

  /** Returns the next word; a word of the kind END again and again when there is none. */
  Token next() throws SyntaxException {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", END, at + 1);
    }
    if (text.charAt(at) == '\'') {
      return quoted();
    }
    if (begins(NAME)) {
      String word = matcher.group();
      String upper = word.toUpperCase(Locale.ROOT);
      return KEYWORDS.contains(upper) ? word(Kind.KEYWORD, upper) : word(Kind.NAME, word);
    }
    if (begins(NUMBER)) {
      return number();
    }
    if (begins(SYMBOL)) {
      return word(Kind.SYMBOL, matcher.group());
    }
    throw new SyntaxException(
        at + 1,
        "a property, a number, a text in single quotes, an operator or a parenthesis",
        written(at + Character.charCount(text.codePointAt(at))));
  }

  private boolean begins(Pattern pattern) {
    return matcher.usePattern(pattern).region(at, text.length()).lookingAt();
  }

  private Token word(Kind kind, String value) {
    Token word = new Token(kind, value, matcher.group(), at + 1);
    at = matcher.end();
    return word;
  }

  private Token number() throws SyntaxException {
    int end = matcher.end();
    if (end < text.length() && isOfWord(text.charAt(end))) {
      throw new SyntaxException(
          at + 1, "a number with at most 3 digits of exponent", written(end + 1));
    }
    String number = matcher.group();
    boolean marked = number.endsWith("l") || number.endsWith("L");
    return word(Kind.NUMBER, marked ? number.substring(0, number.length() - 1) : number);
  }

  private static boolean isOfWord(char next) {
    return Character.isLetterOrDigit(next) || next == '_' || next == '$' || next == '.';
  }

  private Token quoted() throws SyntaxException {
    StringBuilder content = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\'') {
        if (i + 1 == text.length() || text.charAt(i + 1) != '\'') {
          Token quoted = new Token(Kind.TEXT, content.toString(), written(i + 1), at + 1);
          at = i + 1;
          return quoted;
        }
        i++;
      }
      content.append(next);
    }
    throw new SyntaxException(
        at + 1, "a single quote at the end of the text", written(text.length()));
  }

  private String written(int end) {
    return text.substring(at, end);
  }
}
