package io.openons.broker.core.filter.sql;

import io.openons.broker.core.filter.sql.Comparison.Operator;
import io.openons.broker.core.filter.sql.Operand.Literal;
import io.openons.broker.core.filter.sql.Operand.Property;
import io.openons.broker.core.filter.sql.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads a condition by recursive descent, one method for each rule of the language. */
final class Parser {
  private static final String QUANTITY = "a property or a number";
  private static final String COMPARISON = "a comparison, such as = or >";

  private final String text;
  private final Lexer lexer;
  private Token next;
  private int depth;

  Parser(String text) {
    this.text = text;
    this.lexer = new Lexer(text);
  }

  Condition parse() throws SyntaxException {
    if (text.length() > Condition.MAX_LENGTH) {
      throw new SyntaxException(
          Condition.MAX_LENGTH + 1,
          "the end, since a condition has at most %d characters".formatted(Condition.MAX_LENGTH),
          "%d characters".formatted(text.length()));
    }
    advance();
    Condition condition = condition();
    if (next.kind() != Kind.END) {
      throw next.insteadOf("AND, OR or the end");
    }
    return condition;
  }

  private Condition condition() throws SyntaxException {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(conjunction());
    } while (skip("OR"));
    return Junction.of(Junction.Kind.OR, parts);
  }

  private Condition conjunction() throws SyntaxException {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(negation());
    } while (skip("AND"));
    return Junction.of(Junction.Kind.AND, parts);
  }

  private Condition negation() throws SyntaxException {
    if (skip("NOT")) {
      deeper();
      Condition negated = new Negation(negation());
      depth--;
      return negated;
    }
    if (next.is(Kind.SYMBOL, "(")) {
      deeper();
      advance();
      Condition inner = condition();
      expect(Kind.SYMBOL, ")", "AND, OR or )");
      depth--;
      return inner;
    }
    return test();
  }

  private void deeper() throws SyntaxException {
    if (++depth > Condition.MAX_DEPTH) {
      throw next.insteadOf(
          "at most %d parentheses and NOTs in one another".formatted(Condition.MAX_DEPTH));
    }
  }

  private Condition test() throws SyntaxException {
    Token first = next;
    Operand left = operand("a condition");
    Operator operator = Operator.of(next);
    if (operator != null) {
      return comparison(first, left, operator);
    }
    boolean negated = skip("NOT");
    if (left.isQuantity() && skip("BETWEEN")) {
      return negateIf(negated, between(left));
    }
    if (left instanceof Property property) {
      if (skip("IN")) {
        return negateIf(negated, membership(property));
      }
      Part.Place place = Part.Place.of(next);
      if (place != null) {
        advance();
        return negateIf(negated, new Part(property, place, text()));
      }
      if (!negated && skip("IS")) {
        boolean present = skip("NOT");
        expect(Kind.KEYWORD, "NULL", present ? "NULL" : "NULL or NOT NULL");
        return negateIf(present, new Absence(property));
      }
    }
    if (negated) {
      throw next.insteadOf("BETWEEN, IN, CONTAINS, STARTSWITH or ENDSWITH");
    }
    return isTrue(left);
  }

  private Condition comparison(Token first, Operand left, Operator operator)
      throws SyntaxException {
    advance();
    Token second = next;
    Operand right = operand("a value");
    if (!operator.isEquality()) {
      checkQuantity(first, left);
      checkQuantity(second, right);
      return new Comparison<>(left, operator, right, Domain.NUMBER);
    }
    if (left instanceof Literal a && right instanceof Literal b && a.domain() != b.domain()) {
      throw second.insteadOf("a value of the same kind as " + first.written());
    }
    Domain<?> domain =
        left instanceof Literal a
            ? a.domain()
            : right instanceof Literal b ? b.domain() : Domain.TEXT;
    return new Comparison<>(left, operator, right, domain);
  }

  private Condition between(Operand value) throws SyntaxException {
    Operand low = quantity();
    expect(Kind.KEYWORD, "AND", "AND");
    Token second = next;
    Operand high = quantity();
    if (low instanceof Literal a
        && high instanceof Literal b
        && Domain.NUMBER.cast(a.value()).compareTo(Domain.NUMBER.cast(b.value())) > 0) {
      throw second.insteadOf("a number that is not less than " + low);
    }
    return Junction.of(
        Junction.Kind.AND,
        List.of(
            new Comparison<>(value, Operator.GREATER_OR_EQUAL, low, Domain.NUMBER),
            new Comparison<>(value, Operator.LESS_OR_EQUAL, high, Domain.NUMBER)));
  }

  private Condition membership(Property property) throws SyntaxException {
    expect(Kind.SYMBOL, "(", "(");
    List<String> texts = new ArrayList<>();
    texts.add(text());
    while (next.is(Kind.SYMBOL, ",")) {
      advance();
      texts.add(text());
    }
    expect(Kind.SYMBOL, ")", "a comma or )");
    return new Membership(property, texts);
  }

  /** A property or TRUE or FALSE alone is a condition. */
  private Condition isTrue(Operand operand) throws SyntaxException {
    if (operand instanceof Literal literal && literal.domain() != Domain.BOOLEAN) {
      throw next.insteadOf(COMPARISON);
    }
    return new Comparison<>(operand, Operator.EQUAL, Literal.TRUE, Domain.BOOLEAN);
  }

  private static Condition negateIf(boolean negated, Condition condition) {
    return negated ? new Negation(condition) : condition;
  }

  private Operand quantity() throws SyntaxException {
    Token first = next;
    Operand operand = operand(QUANTITY);
    checkQuantity(first, operand);
    return operand;
  }

  private static void checkQuantity(Token token, Operand operand) throws SyntaxException {
    if (!operand.isQuantity()) {
      throw token.insteadOf(QUANTITY);
    }
  }

  private Operand operand(String expected) throws SyntaxException {
    Token first = next;
    advance();
    return switch (first.kind()) {
      case NAME -> new Property(first.text());
      case TEXT -> Literal.text(first.text());
      case NUMBER -> Literal.number(new BigDecimal(first.text()));
      case KEYWORD -> keyword(first, expected);
      case SYMBOL -> signed(first, expected);
      case END -> throw first.insteadOf(expected);
    };
  }

  private static Operand keyword(Token word, String expected) throws SyntaxException {
    return switch (word.text()) {
      case "TRUE" -> Literal.TRUE;
      case "FALSE" -> Literal.FALSE;
      case "NULL" -> throw word.insteadOf(expected + ", or IS NULL after a property");
      default -> throw word.insteadOf(expected);
    };
  }

  private Operand signed(Token sign, String expected) throws SyntaxException {
    boolean minus = sign.text().equals("-");
    if (!minus && !sign.text().equals("+")) {
      throw sign.insteadOf(expected);
    }
    if (next.kind() != Kind.NUMBER) {
      throw next.insteadOf("a number after the sign");
    }
    BigDecimal value = new BigDecimal(next.text());
    advance();
    return Literal.number(minus ? value.negate() : value);
  }

  private String text() throws SyntaxException {
    if (next.kind() != Kind.TEXT) {
      throw next.insteadOf("a text in single quotes");
    }
    String content = next.text();
    advance();
    return content;
  }

  private boolean skip(String keyword) throws SyntaxException {
    boolean found = next.is(Kind.KEYWORD, keyword);
    if (found) {
      advance();
    }
    return found;
  }

  private void expect(Kind kind, String word, String expected) throws SyntaxException {
    if (!next.is(kind, word)) {
      throw next.insteadOf(expected);
    }
    advance();
  }

  private void advance() throws SyntaxException {
    next = lexer.next();
  }
}
