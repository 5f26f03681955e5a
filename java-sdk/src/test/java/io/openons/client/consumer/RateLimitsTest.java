package io.openons.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import io.openons.client.consumer.RateLimits.Turns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is a message's turn. */
class RateLimitsTest {
  private static final long MILLI = 1_000_000;

  @Test
  void turns_are_evenly_spaced() {
    Turns turns = new Turns(100, 0);

    assertThat(turns.take(0)).isZero();
    assertThat(turns.take(0)).isEqualTo(10 * MILLI);
    assertThat(turns.take(5 * MILLI)).isEqualTo(15 * MILLI);
  }

  @Test
  void turns_that_nobody_took_are_not_saved_up() {
    Turns turns = new Turns(100, 0);

    assertThat(turns.take(500 * MILLI)).isZero();
    assertThat(turns.take(500 * MILLI)).isEqualTo(10 * MILLI);
  }

  @Test
  void a_topic_without_a_limit_does_not_wait() {
    RateLimits limits = new RateLimits();
    limits.limit("slow", 0.001);

    assertThat(
            limits.limited("fast", (message, context) -> Action.CommitMessage).consume(null, null))
        .isEqualTo(Action.CommitMessage);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void a_rate_that_is_none_is_refused(double rate) {
    assertThatThrownBy(() -> new RateLimits().limit("T", rate)).hasMessageContaining("topic T");
  }
}
