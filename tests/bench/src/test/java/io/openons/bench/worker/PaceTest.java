package io.openons.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: a load counts only when its rates have settled. Method: rates that climb, swing and stand
 * still. A failure means: the warm-up of a compiler is taken for the speed of a client.
 */
class PaceTest {
  @Test
  void rates_that_still_climb_are_not_settled() {
    assertThat(Pace.settled(List.of(100.0, 200.0, 300.0, 400.0, 500.0))).isFalse();
  }

  @Test
  void rates_within_ten_percent_of_their_mean_are_settled() {
    assertThat(Pace.settled(List.of(1.0, 95.0, 105.0, 100.0, 98.0, 102.0))).isTrue();
  }

  @Test
  void one_window_that_is_off_is_not_settled() {
    assertThat(Pace.settled(List.of(100.0, 100.0, 100.0, 100.0, 80.0))).isFalse();
  }

  @Test
  void too_few_windows_are_not_settled() {
    assertThat(Pace.settled(List.of(100.0, 100.0, 100.0, 100.0))).isFalse();
  }

  @Test
  void a_load_that_stands_still_is_not_settled() {
    assertThat(Pace.settled(List.of(0.0, 0.0, 0.0, 0.0, 0.0))).isFalse();
  }
}
