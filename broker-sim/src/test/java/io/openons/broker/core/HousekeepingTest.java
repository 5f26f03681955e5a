package io.openons.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: housekeeping neither stops at a failure nor holds up what has its time. Method: chores that
 * fail or have much to do, on a virtual clock. A failure means a broker that stands still.
 */
class HousekeepingTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final List<String> done = new ArrayList<>();

  private Housekeeping.Chore chore(String name, int parts) {
    int[] left = {parts};
    return new Housekeeping.Chore(
        name,
        () -> {
          done.add(name);
          return --left[0] > 0;
        });
  }

  private void start(Housekeeping.Chore... chores) {
    new Housekeeping(time, INTERVAL, List.of(chores)).start();
  }

  @Test
  void a_chore_that_fails_does_not_keep_the_others_from_being_done() {
    Housekeeping.Chore fails =
        new Housekeeping.Chore(
            "fails",
            () -> {
              throw new IllegalStateException("always");
            });
    start(chore("before", 1), fails, chore("after", 1));

    time.advance(INTERVAL.multipliedBy(2));

    assertThat(done).containsExactly("before", "after", "before", "after");
  }

  @Test
  void what_falls_due_meanwhile_runs_between_the_parts_of_a_long_chore() {
    time.after(INTERVAL.toMillis(), () -> time.after(0, () -> done.add("due")));
    start(chore("long", 4), chore("next", 1));

    time.advance(INTERVAL);

    assertThat(done).containsExactly("long", "due", "long", "long", "long", "next");
  }

  @Test
  void nothing_is_done_after_the_end() {
    Housekeeping housekeeping = new Housekeeping(time, INTERVAL, List.of(chore("never", 1)));
    housekeeping.start();
    housekeeping.close();

    time.advance(INTERVAL.multipliedBy(3));

    assertThat(done).isEmpty();
  }
}
