package io.openons.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageBudgetTest {
  private final MessageBudget budget = new MessageBudget(8, 1000);
  private final AtomicInteger woken = new AtomicInteger();

  private int room() {
    return budget.roomOr(woken::incrementAndGet);
  }

  private void take(int count, int size) {
    for (int i = 0; i < count; i++) {
      budget.take(size);
    }
  }

  @Test
  @Tag("F-062")
  void there_is_room_for_what_is_left_of_the_count() {
    take(5, 1);

    assertThat(room()).isEqualTo(3);
    assertThat(woken).hasValue(0);
  }

  @Test
  void a_full_count_wakes_who_waits_once_when_a_quarter_is_free() {
    take(8, 1);
    assertThat(room()).isZero();

    budget.giveBack(1);
    assertThat(woken).hasValue(0);
    budget.giveBack(1);
    assertThat(woken).hasValue(1);
    budget.giveBack(1);
    assertThat(woken).hasValue(1);
  }

  @Test
  @Tag("F-062")
  void bytes_count_as_well_as_messages() {
    take(2, 500);
    assertThat(room()).isZero();

    budget.giveBack(500);

    assertThat(woken).hasValue(1);
    assertThat(room()).isEqualTo(7);
  }

  @Test
  void a_wider_limit_wakes_who_waits() {
    take(8, 1);
    assertThat(room()).isZero();

    budget.limit(16, 1000);

    assertThat(woken).hasValue(1);
    assertThat(room()).isEqualTo(8);
  }
}
