package io.openons.broker.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.ResourceName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the rule that speaks of a name most exactly decides about it. Method: sets of rules that
 * overlap are asked for names. A failure means a right that nobody gave, or one that was given and
 * does not hold.
 */
class RulesTest {
  private static final Rules RULES =
      new Rules(
          Map.of(
              "*", Right.SUBSCRIBE,
              "order*", Right.PUBLISH,
              "orders-*", Right.BOTH,
              "orders-secret", Right.DENY,
              "MQ_1%*", Right.DENY,
              "MQ_1%open", Right.BOTH,
              "%DLQ%MQ_1%GID_a", Right.SUBSCRIBE));

  @ParameterizedTest
  @CsvSource({
    "anything, SUBSCRIBE",
    "order, PUBLISH",
    "orders, PUBLISH",
    "orders-1, BOTH",
    "orders-secret, DENY",
    "orders-secret-2, BOTH",
    "Orders, SUBSCRIBE",
    "MQ_1%orders, DENY",
    "MQ_1%open, BOTH",
    "MQ_2%orders, SUBSCRIBE",
    "%DLQ%MQ_1%GID_a, SUBSCRIBE",
    "%DLQ%MQ_1%GID_b, DENY",
    "%DLQ%MQ_2%GID_b, SUBSCRIBE",
    "%DLQ%GID_b, SUBSCRIBE"
  })
  void theMostExactRuleDecides(String name, Right right) {
    assertThat(RULES.on(ResourceName.of("", name))).isEqualTo(right);
  }

  @Test
  void the_instance_is_part_of_the_name_however_it_is_written() {
    assertThat(RULES.on(ResourceName.of("MQ_1", "open"))).isEqualTo(Right.BOTH);
    assertThat(RULES.on(ResourceName.of("MQ_1", "MQ_1%open"))).isEqualTo(Right.BOTH);
    assertThat(RULES.on(ResourceName.of("MQ_2", "open"))).isEqualTo(Right.SUBSCRIBE);
    assertThat(RULES.on(ResourceName.of("MQ_1", "%DLQ%GID_a"))).isEqualTo(Right.SUBSCRIBE);
  }

  @Test
  void what_no_rule_speaks_of_is_denied() {
    assertThat(new Rules(Map.of("orders", Right.BOTH)).on(ResourceName.of("", "payments")))
        .isEqualTo(Right.DENY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "*orders", "or*ders", "**"})
  void a_pattern_that_would_not_mean_what_it_says_is_refused(String pattern) {
    assertThatThrownBy(() -> new Rules(Map.of(pattern, Right.BOTH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a pattern; write a name");
  }

  @ParameterizedTest
  @CsvSource({
    "DENY, BOTH, false",
    "DENY, PUBLISH, false",
    "PUBLISH, PUBLISH, true",
    "PUBLISH, SUBSCRIBE, false",
    "PUBLISH, BOTH, true",
    "SUBSCRIBE, SUBSCRIBE, true",
    "SUBSCRIBE, PUBLISH, false",
    "BOTH, SUBSCRIBE, true"
  })
  void aRightIsEnoughWhenItHasPartOfWhatIsNeeded(Right given, Right needed, boolean enough) {
    assertThat(given.overlaps(needed)).isEqualTo(enough);
  }
}
