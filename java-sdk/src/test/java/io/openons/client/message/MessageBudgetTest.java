package io.openons.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a consumer asks for no more than it may hold, by count and by bytes.
 *
 * <p>Method: takes and gives back messages of known sizes, and asks how many more are granted.
 *
 * <p>A failure means: bodies fill the heap, or a consumer with room stands still.
 */
class MessageBudgetTest {
  private static final int MIB = 1 << 20;

  private final MessageBudget budget = new MessageBudget(8, 1000);
  private final AtomicInteger woken = new AtomicInteger();

  private int room() {
    return room(budget);
  }

  private int room(MessageBudget of) {
    int grant = of.grantOr(32, woken::incrementAndGet);
    of.answered(grant);
    return grant;
  }

  private static void take(MessageBudget of, int count, int size) {
    for (int i = 0; i < count; i++) {
      of.take(size);
    }
  }

  /** Lets the budget know that messages are small. */
  private static MessageBudget used(MessageBudget fresh) {
    for (int i = 0; i < 200; i++) {
      fresh.take(1);
      fresh.giveBack(1);
    }
    return fresh;
  }

  @Test
  @Tag("F-062")
  void there_is_room_for_what_is_left_of_the_count() {
    take(used(budget), 5, 1);

    assertThat(room()).isEqualTo(3);
    assertThat(woken).hasValue(0);
  }

  @Test
  void a_full_count_wakes_who_waits_once_when_a_quarter_is_free() {
    take(used(budget), 8, 1);
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
    take(budget, 2, 500);
    assertThat(room()).isZero();

    budget.giveBack(500);

    assertThat(woken).hasValue(1);
    assertThat(room()).isPositive();
  }

  @Test
  void a_wider_limit_wakes_who_waits() {
    take(used(budget), 8, 1);
    assertThat(room()).isZero();

    budget.limit(16, 1000);

    assertThat(woken).hasValue(1);
    assertThat(room()).isEqualTo(8);
  }

  @Test
  void before_any_message_came_no_more_is_granted_than_fits_if_all_are_of_the_largest_size() {
    assertThat(room(new MessageBudget(5_000, 512L * MIB))).isEqualTo(32);
    assertThat(room(new MessageBudget(5_000, 64L * MIB))).isEqualTo(16);
    assertThat(room(new MessageBudget(5_000, MIB))).isEqualTo(1);
  }

  @Test
  void small_messages_make_grants_large_and_a_large_one_makes_them_small_at_once() {
    MessageBudget small = used(new MessageBudget(5_000, 64L * MIB));
    assertThat(room(small)).isEqualTo(32);

    small.take(8 * MIB);

    assertThat(room(small)).isEqualTo(7);
  }

  @Test
  void requests_under_way_count_and_every_one_gets_at_least_one_message() {
    MessageBudget shared = new MessageBudget(5_000, 64L * MIB);

    assertThat(shared.grantOr(12, woken::incrementAndGet)).isEqualTo(12);
    assertThat(shared.grantOr(12, woken::incrementAndGet)).isEqualTo(4);
    assertThat(shared.grantOr(12, woken::incrementAndGet)).isEqualTo(1);
    shared.answered(12);
    assertThat(shared.grantOr(12, woken::incrementAndGet)).isEqualTo(11);
  }
}
