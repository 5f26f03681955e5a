package io.openons.broker.core.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Goal: what clients note about messages is stored at a bounded rate.
 *
 * <p>Method: a clock that the test moves.
 *
 * <p>A failure means: traces drive the messages out of the log, or none are kept.
 */
class TraceBudgetTest {
  private final AtomicLong time = new AtomicLong(1_000);
  private final TraceBudget budget = new TraceBudget(time::get);

  @Test
  void the_reserve_is_there_at_once_and_no_more() {
    assertThat(budget.take(TraceBudget.RESERVE)).isTrue();
    assertThat(budget.take(1)).isFalse();
  }

  @Test
  void it_comes_back_at_its_rate_up_to_the_reserve() {
    budget.take(TraceBudget.RESERVE);

    time.addAndGet(1_000);
    assertThat(budget.take(TraceBudget.RATE)).isTrue();
    assertThat(budget.take(1)).isFalse();

    time.addAndGet(1_000_000_000);
    assertThat(budget.take(TraceBudget.RESERVE)).isTrue();
    assertThat(budget.take(1)).isFalse();
  }
}
