package io.openons.broker.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: every text is either a filter that can be used or is refused with {@link
 * Reason#ILLEGAL_FILTER}. Method: fixed seeds; random words, and mutations of valid expressions. A
 * failure names seed, round and text, and means that a subscriber can make the broker fail.
 */
class FilterFuzzTest {
  private static final int ROUNDS = 5_000;
  private static final List<String> WORDS =
      List.of(
          "a",
          "TAGS",
          "and",
          "OR",
          "not",
          "BETWEEN",
          "in",
          "IS",
          "NULL",
          "true",
          "FALSE",
          "CONTAINS",
          "StartsWith",
          "endswith",
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "(",
          ")",
          ",",
          "+",
          "-",
          "5",
          "-5",
          "1.5",
          "1e9",
          "99999999999999999999",
          "1e999",
          "5L",
          "'x'",
          "'it''s'",
          "'",
          "''",
          "\"",
          "||",
          "|",
          "*",
          " ",
          "\t",
          "\0",
          "é",
          "漢",
          "😀",
          "\uD800",
          ".",
          ";",
          "--",
          "/*");
  private static final List<String> VALID =
      List.of(
          "a > 5 AND TAGS IN ('x', 'y') OR NOT (b = TRUE)",
          "a NOT BETWEEN -1.5 AND 1e9 AND c IS NOT NULL",
          "(((a = 'it''s') OR b CONTAINS 'x') AND c NOT STARTSWITH 'y')",
          "TagA || TagB||TagC",
          "*");
  private static final Message MESSAGE =
      new Message(
          "id",
          MessageKind.NORMAL,
          "TagA",
          List.of("k1", "k2"),
          Map.of("a", "5", "b", "true", "c", "x"),
          null,
          0,
          Message.BodyEncoding.IDENTITY,
          1,
          "host",
          null,
          null,
          ByteBuffer.allocate(0));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_text_is_a_sql_filter_or_refused(long seed) {
    everyTextIsAFilterOrRefused(seed, SqlFilter::parse);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void every_text_is_a_tag_filter_or_refused(long seed) {
    everyTextIsAFilterOrRefused(seed, TagFilter::parse);
  }

  private static void everyTextIsAFilterOrRefused(long seed, Function<String, Filter> parser) {
    Random random = new Random(seed);
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = random.nextBoolean() ? soup(random) : mutated(random);
      try {
        Filter filter = parser.apply(text);
        filter.mayMatch(MESSAGE.tagHash());
        boolean matches = filter.matches(MESSAGE);
        Filter again = parser.apply(filter.expression());
        assertThat(again.expression()).isEqualTo(filter.expression());
        assertThat(again.matches(MESSAGE)).isEqualTo(matches);
        accepted++;
      } catch (BrokerException e) {
        assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_FILTER);
        assertThat(e.getMessage()).hasSizeBetween(20, 400).doesNotContain("\0");
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed %d round %d: %s".formatted(seed, round, text), e);
      }
    }
    // Both outcomes were put to the test.
    assertThat(accepted).isGreaterThan(ROUNDS / 100);
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  private static String soup(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(100) == 0 ? 3000 : random.nextInt(12);
    boolean repeat = random.nextInt(10) == 0;
    String word = WORDS.get(random.nextInt(WORDS.size()));
    for (int i = 0; i < length; i++) {
      text.append(repeat ? word : WORDS.get(random.nextInt(WORDS.size())));
      if (random.nextInt(3) > 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
        case 2 -> text.insert(at, (char) random.nextInt(0x300));
        default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
      }
    }
    return text.toString();
  }
}
