package io.openons.broker.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import org.junit.jupiter.api.Test;

/**
 * Goal: the expression of a tag filter has a bound. Method: expressions on both sides of it. A
 * failure means: each subscription costs as much memory as a client likes.
 */
class TagFilterTest {
  @Test
  void the_longest_expression_is_taken_and_one_character_more_is_refused_with_both_numbers() {
    String longest = "a || " + "x".repeat(TagFilter.MAX_LENGTH - 5);

    assertThat(TagFilter.parse(longest).expression()).isEqualTo(longest).hasSize(4096);
    assertThatThrownBy(() -> TagFilter.parse(longest + "x"))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_FILTER))
        .hasMessageContaining("has 4097 characters; at most 4096 are allowed")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
