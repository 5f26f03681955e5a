package io.openons.broker.core.filter.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: parsing and evaluating agree with the meaning of an expression, however it is written.
 * Method: random trees are evaluated directly, by a second evaluator over -1, 0 and 1, and after
 * being written with random spaces, cases and parentheses and read back. A failure names the text
 * and the properties.
 */
class ConditionOracleTest {
  private static final int ROUNDS = 2000;
  private static final int FALSE = -1;
  private static final int UNKNOWN = 0;
  private static final int TRUE = 1;
  private static final List<String> NAMES = List.of("a", "b2", "_c", "$d", "Not_e", "inner");
  private static final List<String> VALUES =
      List.of("0", "1", "-1", "1.0", "2.5", "1e1", "10", "x", "xy", "it's", "", "true", "FALSE");

  /** What a random expression says, by its meaning and by its text. */
  private record Tree(int strength, String text, Meaning meaning) {}

  @FunctionalInterface
  private interface Meaning {
    int in(Map<String, String> properties);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_tree_that_is_written_and_read_back_means_the_same(long seed) throws SyntaxException {
    Random random = new Random(seed);
    int[] outcomes = new int[3];
    for (int round = 0; round < ROUNDS; round++) {
      Tree tree = tree(random, random.nextInt(5));
      Condition condition = Condition.parse(tree.text);
      Condition again = Condition.parse(condition.toString());
      assertThat(again).hasToString(condition.toString());
      for (int sample = 0; sample < 3; sample++) {
        Map<String, String> properties = properties(random);
        int expected = tree.meaning.in(properties);
        outcomes[expected + 1]++;
        int at = round;
        assertThat(condition.test(properties::get).ordinal() - 1)
            .as(() -> "seed %d round %d: %s over %s".formatted(seed, at, tree.text, properties))
            .isEqualTo(expected);
        assertThat(again.test(properties::get).ordinal() - 1)
            .as(() -> "seed %d round %d: %s over %s".formatted(seed, at, condition, properties))
            .isEqualTo(expected);
      }
    }
    // All three outcomes were put to the test.
    assertThat(Arrays.stream(outcomes).min().orElseThrow()).isGreaterThan(ROUNDS / 4);
  }

  private static Map<String, String> properties(Random random) {
    Map<String, String> properties = new HashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        properties.put(name, pick(random, VALUES));
      }
    }
    return properties;
  }

  private static Tree tree(Random random, int depth) {
    if (depth == 0) {
      return leaf(random);
    }
    return switch (random.nextInt(4)) {
      case 0 -> joined(random, depth, "OR", 1, Math::max);
      case 1, 2 -> joined(random, depth, "AND", 2, Math::min);
      default -> {
        Tree inner = tree(random, depth - 1);
        yield new Tree(
            3,
            word(random, "NOT") + " " + wrapped(random, inner, 3),
            properties -> -inner.meaning.in(properties));
      }
    };
  }

  private static Tree joined(
      Random random, int depth, String word, int strength, BinaryOperator<Integer> meaning) {
    List<Tree> parts =
        IntStream.range(0, 2 + random.nextInt(2)).mapToObj(i -> tree(random, depth - 1)).toList();
    return new Tree(
        strength,
        parts.stream()
            .map(part -> wrapped(random, part, strength))
            .collect(Collectors.joining(" " + word(random, word) + " ")),
        properties ->
            parts.stream().map(part -> part.meaning.in(properties)).reduce(meaning).orElseThrow());
  }

  /** Writes a tree inside of something that binds with a strength, in parentheses when it must. */
  private static String wrapped(Random random, Tree tree, int strength) {
    return tree.strength < strength || random.nextInt(6) == 0
        ? "(" + space(random) + tree.text + space(random) + ")"
        : tree.text;
  }

  private static Tree leaf(Random random) {
    String name = pick(random, NAMES);
    String not = random.nextBoolean() ? " " + word(random, "NOT") + " " : " ";
    int sign = not.isBlank() ? 1 : -1;
    return switch (random.nextInt(8)) {
      case 0 -> numbers(random);
      case 1 -> {
        boolean wanted = random.nextBoolean();
        boolean same = random.nextBoolean();
        yield leaf(
            name
                + space(random)
                + (same ? "=" : "<>")
                + space(random)
                + word(random, String.valueOf(wanted)),
            properties -> {
              String text = properties.get(name);
              if (text == null || !text.matches("(?i)true|false")) {
                return UNKNOWN;
              }
              return truth(text.equalsIgnoreCase(String.valueOf(wanted)) == same);
            });
      }
      case 2 -> {
        String text = pick(random, VALUES);
        boolean same = random.nextBoolean();
        boolean swapped = random.nextBoolean();
        String symbol = space(random) + (same ? "=" : "<>") + space(random);
        yield leaf(
            swapped ? quoted(text) + symbol + name : name + symbol + quoted(text),
            known(name, value -> value.equals(text) == same));
      }
      case 3 -> {
        List<String> texts = List.of(pick(random, VALUES), pick(random, VALUES));
        yield leaf(
            name
                + not
                + word(random, "IN")
                + space(random)
                + texts.stream()
                    .map(ConditionOracleTest::quoted)
                    .collect(Collectors.joining(space(random) + ",", "(", ")")),
            signed(sign, known(name, texts::contains)));
      }
      case 4 -> {
        String text = pick(random, VALUES);
        yield switch (random.nextInt(3)) {
          case 0 ->
              leaf(
                  name + not + word(random, "CONTAINS") + space(random) + quoted(text),
                  signed(sign, known(name, value -> value.indexOf(text) >= 0)));
          case 1 ->
              leaf(
                  name + not + word(random, "STARTSWITH") + space(random) + quoted(text),
                  signed(sign, known(name, value -> value.indexOf(text) == 0)));
          default ->
              leaf(
                  name + not + word(random, "ENDSWITH") + space(random) + quoted(text),
                  signed(
                      sign,
                      known(
                          name,
                          value ->
                              value.regionMatches(
                                  value.length() - text.length(), text, 0, text.length()))));
        };
      }
      case 5 ->
          leaf(
              name + " " + word(random, "IS") + not + word(random, "NULL"),
              properties -> sign * truth(!properties.containsKey(name)));
      case 6 -> {
        int low = random.nextInt(4) - 1;
        int high = low + random.nextInt(4);
        yield leaf(
            name
                + not
                + word(random, "BETWEEN")
                + " "
                + low
                + " "
                + word(random, "AND")
                + " "
                + high,
            properties -> {
              Double value = number(properties.get(name));
              return value == null ? UNKNOWN : sign * truth(value >= low && value <= high);
            });
      }
      default ->
          leaf(
              name,
              properties -> {
                String text = properties.get(name);
                return text == null || !text.matches("(?i)true|false")
                    ? UNKNOWN
                    : truth(text.equalsIgnoreCase("true"));
              });
    };
  }

  private static Tree numbers(Random random) {
    String left = random.nextBoolean() ? pick(random, NAMES) : number(random);
    String right = number(random);
    String symbol = pick(random, List.of("=", "<>", "<", "<=", ">", ">="));
    return leaf(
        left + space(random) + symbol + space(random) + right,
        properties -> {
          Double a = number(NAMES.contains(left) ? properties.get(left) : left);
          Double b = number(right);
          if (a == null) {
            return UNKNOWN;
          }
          return truth(
              switch (symbol) {
                case "=" -> a.doubleValue() == b;
                case "<>" -> a.doubleValue() != b;
                case "<" -> a < b;
                case "<=" -> a <= b;
                case ">" -> a > b;
                default -> a >= b;
              });
        });
  }

  private static String number(Random random) {
    BigDecimal number = BigDecimal.valueOf(random.nextInt(41) - 20, random.nextInt(3));
    return random.nextBoolean()
        ? number.toPlainString()
        : number.unscaledValue() + "e-" + number.scale();
  }

  private static Double number(String text) {
    return text == null || !text.matches("-?\\d+(\\.\\d+)?(e-?\\d+)?")
        ? null
        : Double.valueOf(text);
  }

  private static Meaning known(String name, Predicate<String> test) {
    return properties ->
        properties.containsKey(name) ? truth(test.test(properties.get(name))) : UNKNOWN;
  }

  private static Meaning signed(int sign, Meaning meaning) {
    return properties -> sign * meaning.in(properties);
  }

  private static int truth(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  private static Tree leaf(String text, Meaning meaning) {
    return new Tree(4, text, meaning);
  }

  private static String word(Random random, String keyword) {
    return switch (random.nextInt(3)) {
      case 0 -> keyword.toLowerCase(Locale.ROOT);
      case 1 -> keyword.charAt(0) + keyword.substring(1).toLowerCase(Locale.ROOT);
      default -> keyword;
    };
  }

  private static String space(Random random) {
    return pick(random, List.of("", " ", "\t", "\n "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
