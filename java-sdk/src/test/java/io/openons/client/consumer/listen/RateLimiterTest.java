package io.openons.client.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.client.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: tasks pass evenly, in order, at the rate.
 *
 * <p>Method: moves a clock by hand and looks which tasks have passed.
 *
 * <p>A failure means: listeners are called faster than allowed, or tasks are stuck.
 */
class RateLimiterTest {
  private final ManualTimer timer = new ManualTimer();
  private final List<Integer> passed = new ArrayList<>();
  private int added;

  /** One turn in 10 ms. */
  private final RateLimiter turns = new RateLimiter(timer, Runnable::run, 100);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      int number = ++added;
      turns.add(() -> passed.add(number));
    }
  }

  private void advance(long millis) {
    timer.advance(Duration.ofMillis(millis));
  }

  @Test
  void turns_are_evenly_spaced_and_in_order() {
    add(3);
    assertThat(passed).containsExactly(1);

    advance(9);
    assertThat(passed).containsExactly(1);
    advance(1);
    assertThat(passed).containsExactly(1, 2);
    advance(10);
    assertThat(passed).containsExactly(1, 2, 3);
  }

  @Test
  void turns_that_nobody_took_are_not_saved_up() {
    advance(500);

    add(3);

    assertThat(passed).containsExactly(1);
    advance(10);
    assertThat(passed).containsExactly(1, 2);
  }

  @Test
  void who_comes_right_after_a_turn_waits_for_the_next() {
    add(1);
    advance(4);
    add(1);

    advance(5);
    assertThat(passed).containsExactly(1);
    advance(1);
    assertThat(passed).containsExactly(1, 2);
  }

  @Test
  void another_rate_holds_for_the_wait_that_is_under_way() {
    turns.rate(0.001);
    add(2);
    advance(20);
    assertThat(passed).containsExactly(1);

    turns.rate(100);

    assertThat(passed).containsExactly(1, 2);
  }

  @Test
  void what_is_released_does_not_wait_and_what_comes_later_does() {
    add(3);

    turns.release();
    assertThat(passed).containsExactly(1, 2, 3);
    add(1);
    assertThat(passed).containsExactly(1, 2, 3);
    advance(10);
    assertThat(passed).containsExactly(1, 2, 3, 4);
  }

  @Test
  void nothing_waits_when_closed() {
    add(2);
    turns.close();
    add(1);

    assertThat(passed).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void a_rate_that_is_none_is_refused(double rate) {
    assertThatThrownBy(() -> RateLimiter.requireRate("T", rate)).hasMessageContaining("topic T");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
  void extreme_rates_do_no_harm(double rate) {
    turns.rate(rate);
    add(1);

    assertThat(passed).containsExactly(1);
  }
}
