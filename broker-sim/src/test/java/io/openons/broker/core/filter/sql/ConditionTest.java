package io.openons.broker.core.filter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a condition means what a user of Apache RocketMQ expects, and a wrong one is refused at the
 * right place. Method: tables of conditions over one set of properties. A failure means messages
 * that are filtered away, or come unwanted.
 */
class ConditionTest {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "amount", "100",
          "price", "99.90",
          "below", "-5",
          "big", "9007199254740993",
          "region", "EU",
          "empty", "",
          "paid", "true",
          "sent", "False",
          "_x$1", "1",
          "größe", "7");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "amount > 99; TRUE",
        "amount > 100; FALSE",
        "amount >= 100; TRUE",
        "amount < 100.5; TRUE",
        "amount <= 1e2; TRUE",
        "amount = 100.0; TRUE",
        "amount <> 100; FALSE",
        "100 = amount; TRUE",
        "99 > amount; FALSE",
        "amount = 100L; TRUE",
        "price = 99.9; TRUE",
        "price > .5; TRUE",
        "price < 100.; TRUE",
        "below = -5; TRUE",
        "below < +0; TRUE",
        "below = - 5; TRUE",
        "amount > price; TRUE",
        "big = 9007199254740992; FALSE",
        "big > 9007199254740992; TRUE",
        "amount between 100 and 100; TRUE",
        "amount BETWEEN 1 AND 99; FALSE",
        "amount NOT BETWEEN 1 AND 99; TRUE",
        "amount BETWEEN below AND 1000; TRUE",
        "5 BETWEEN below AND amount; TRUE",
        "1 = 1; TRUE",
        "1 > 2; FALSE",
        "'a' = 'a'; TRUE",
        "'a' <> 'b'; TRUE",
        "TRUE = FALSE; FALSE",
      })
  void numbers(String condition, Truth outcome) throws SyntaxException {
    assertOutcome(condition, outcome);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "region = 'EU'; TRUE",
        "region = 'eu'; FALSE",
        "region <> 'US'; TRUE",
        "'EU' = region; TRUE",
        "amount = '100'; TRUE",
        "amount = '100.0'; FALSE",
        "region = region; TRUE",
        "amount = price; FALSE",
        "region <> 'it''s'; TRUE",
        "empty = ''; TRUE",
        "region IN ('US', 'EU'); TRUE",
        "region in('US'); FALSE",
        "region NOT IN ('US', 'CN'); TRUE",
        "region CONTAINS 'U'; TRUE",
        "region NOT CONTAINS 'X'; TRUE",
        "region StartsWith 'E'; TRUE",
        "region STARTSWITH 'U'; FALSE",
        "region ENDSWITH 'U'; TRUE",
        "region NOT ENDSWITH 'U'; FALSE",
        "region NOT STARTSWITH 'U'; TRUE",
        "empty CONTAINS ''; TRUE",
        "größe = 7; TRUE",
        "_x$1 = 1; TRUE",
      })
  void texts(String condition, Truth outcome) throws SyntaxException {
    assertOutcome(condition, outcome);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "paid; TRUE",
        "NOT sent; TRUE",
        "paid = TRUE; TRUE",
        "sent = false; TRUE",
        "paid <> sent; TRUE",
        "paid <> FALSE; TRUE",
        "TRUE; TRUE",
        "FALSE; FALSE",
        "paid AND sent; FALSE",
        "paid OR sent; TRUE",
        "FALSE AND FALSE OR TRUE; TRUE",
        "FALSE AND (FALSE OR TRUE); FALSE",
        "NOT FALSE AND FALSE; FALSE",
        "NOT (FALSE AND FALSE); TRUE",
        "NOT NOT paid; TRUE",
        "NOT amount = 100; FALSE",
        "((paid)); TRUE",
        "region IS NULL; FALSE",
        "region IS NOT NULL; TRUE",
        "missing IS NULL; TRUE",
        "missing IS NOT NULL; FALSE",
        "empty IS NULL; FALSE",
      })
  void logic(String condition, Truth outcome) throws SyntaxException {
    assertOutcome(condition, outcome);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "missing > 1; UNKNOWN",
        "missing = 'a'; UNKNOWN",
        "missing <> 'a'; UNKNOWN",
        "missing = missing; UNKNOWN",
        "missing IN ('a'); UNKNOWN",
        "missing NOT IN ('a'); UNKNOWN",
        "missing CONTAINS 'a'; UNKNOWN",
        "missing NOT CONTAINS 'a'; UNKNOWN",
        "missing BETWEEN 1 AND 2; UNKNOWN",
        "missing; UNKNOWN",
        "NOT missing; UNKNOWN",
        "region > 1; UNKNOWN",
        "region = 1; UNKNOWN",
        "region <> 1; UNKNOWN",
        "region NOT BETWEEN 1 AND 2; UNKNOWN",
        "amount > region; UNKNOWN",
        "empty = 0; UNKNOWN",
        "region; UNKNOWN",
        "region = FALSE; UNKNOWN",
        "missing AND TRUE; UNKNOWN",
        "missing AND FALSE; FALSE",
        "FALSE AND missing; FALSE",
        "missing OR TRUE; TRUE",
        "missing OR FALSE; UNKNOWN",
        "TRUE OR missing; TRUE",
        "AMOUNT = 100; UNKNOWN",
      })
  void values_that_are_missing_or_of_another_type(String condition, Truth outcome)
      throws SyntaxException {
    assertOutcome(condition, outcome);
  }

  @ParameterizedTest(name = "{0} is wrong at {1}: expected {2}, found {3}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "\"\"; 1; a condition; the end",
        "\"   \"; 4; a condition; the end",
        "a >; 4; a value; the end",
        "a > 'x'; 5; a property or a number; 'x'",
        "'x' < a; 1; a property or a number; 'x'",
        "a >= TRUE; 6; a property or a number; TRUE",
        "a = NULL; 5; a value, or IS NULL after a property; NULL",
        "a == 1; 4; a value; =",
        "a != 1; 3; a property, a number, a text in single quotes, an operator or a parenthesis; !",
        "a = \"\"x\"\"; 5; a property, a number, a text in single quotes, an operator or a parenthesis; \"\"\"\"",
        "a = 'x; 5; a single quote at the end of the text; 'x",
        "a = 1 b = 2; 7; AND, OR or the end; b",
        "a = 1 AND; 10; a condition; the end",
        "AND a; 1; a condition; AND",
        "(a = 1; 7; AND, OR or ); the end",
        "a = 1); 6; AND, OR or the end; )",
        "(); 2; a condition; )",
        "a IN (1); 7; a text in single quotes; 1",
        "a IN (); 7; a text in single quotes; )",
        "a IN 'x'; 6; (; 'x'",
        "a IN ('x' 'y'); 11; a comma or ); 'y'",
        "'x' IN ('x'); 5; a comparison, such as = or >; IN",
        "a BETWEEN 1; 12; AND; the end",
        "a BETWEEN 5 AND 1; 17; a number that is not less than 5; 1",
        "a BETWEEN 'a' AND 'b'; 11; a property or a number; 'a'",
        "a LIKE 'x%'; 3; AND, OR or the end; LIKE",
        "a CONTAINS b; 12; a text in single quotes; b",
        "a NOT = 1; 7; BETWEEN, IN, CONTAINS, STARTSWITH or ENDSWITH; =",
        "a IS 1; 6; NULL or NOT NULL; 1",
        "a IS NOT 1; 10; NULL; 1",
        "5; 2; a comparison, such as = or >; the end",
        "'x'; 4; a comparison, such as = or >; the end",
        "'5' = 5; 7; a value of the same kind as '5'; 5",
        "TRUE <> 'x'; 9; a value of the same kind as TRUE; 'x'",
        "a = -b; 6; a number after the sign; b",
        "a + 1 > 2; 3; AND, OR or the end; +",
        "a > 1e1234; 5; a number with at most 3 digits of exponent; 1e1234",
        "a > 12x; 5; a number with at most 3 digits of exponent; 12x",
        "a.b = 1; 2; a property, a number, a text in single quotes, an operator or a parenthesis; .",
        "a = 1 ? DROP; 7; a property, a number, a text in single quotes, an operator or a parenthesis; ?",
      })
  void faults(String condition, int position, String expected, String found) {
    assertThatThrownBy(() -> Condition.parse(condition))
        .isInstanceOfSatisfying(
            SyntaxException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(expected);
              assertThat(e.found()).isEqualTo(found);
              assertThat(e.position()).isEqualTo(position);
            });
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "a>5 and(b='x');a > 5 AND b = 'x'",
        "((a = 5.0)) or b = 1E1;a = 5 OR b = 1E+1",
        "a between 1 and 2;a >= 1 AND a <= 2",
        "a not in ('z', 'b', 'z');NOT a IN ('b', 'z')",
        "a is not null;NOT a IS NULL",
        "a and (b and c);a = TRUE AND b = TRUE AND c = TRUE",
        "(a or b) and not (c or true);(a = TRUE OR b = TRUE) AND NOT (c = TRUE OR TRUE = TRUE)",
        "a startswith 'it''s';a STARTSWITH 'it''s'",
        "a = -0;a = 0",
      })
  void the_string_form_is_one_for_equal_conditions(String condition, String form)
      throws SyntaxException {
    assertThat(Condition.parse(condition)).hasToString(form);
    assertThat(Condition.parse(form)).hasToString(form);
  }

  @Test
  void the_longest_condition_is_read_and_a_longer_one_is_not() throws SyntaxException {
    String longest = "a = '" + "x".repeat(Condition.MAX_LENGTH - 6) + "'";

    assertThat(longest).hasSize(Condition.MAX_LENGTH);
    assertThat(Condition.parse(longest).test(name -> null)).isEqualTo(Truth.UNKNOWN);
    assertThatThrownBy(() -> Condition.parse(longest + " "))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("at most 4096 characters at character 4097, found 4097 characters");
  }

  @Test
  void the_deepest_condition_is_read_and_a_deeper_one_is_not() throws SyntaxException {
    int depth = Condition.MAX_DEPTH;
    String deepest = "(".repeat(depth - 1) + "NOT TRUE" + ")".repeat(depth - 1);

    assertThat(Condition.parse(deepest).test(name -> null)).isEqualTo(Truth.FALSE);
    assertThat(Condition.parse(deepest + " AND " + deepest).test(name -> null))
        .isEqualTo(Truth.FALSE);
    assertThatThrownBy(() -> Condition.parse("(" + deepest + ")"))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("at most 64 parentheses and NOTs");
    assertThatThrownBy(() -> Condition.parse("NOT ".repeat(depth + 1) + "TRUE"))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("at most 64 parentheses and NOTs");
  }

  @Test
  void numbers_of_any_size_in_properties_are_compared_at_once() throws SyntaxException {
    Condition condition = Condition.parse("a > 1e999 AND a <> 1");

    assertThat(condition.test(name -> "1e2147483647")).isEqualTo(Truth.TRUE);
    assertThat(condition.test(name -> "9".repeat(16_000))).isEqualTo(Truth.TRUE);
    assertThat(condition.test(name -> "1e-2147483647")).isEqualTo(Truth.FALSE);
    assertThat(condition.test(name -> "1e99999999999")).isEqualTo(Truth.UNKNOWN);
  }

  private static void assertOutcome(String condition, Truth outcome) throws SyntaxException {
    assertThat(Condition.parse(condition).test(PROPERTIES::get)).isEqualTo(outcome);
  }
}
