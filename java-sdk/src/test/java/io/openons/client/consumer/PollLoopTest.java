package io.openons.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.openons.client.runtime.Timer;
import io.openons.client.testing.ManualTimer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Goal: nothing but its stop ends a loop of polls, not even a lack of memory.
 *
 * <p>Method: a loop whose polls throw errors, and a timer that has no memory either.
 *
 * <p>A failure means: after one OutOfMemoryError a consumer receives nothing more while its process
 * lives on.
 */
class PollLoopTest {
  private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("made up");

  private final ManualTimer timer = new ManualTimer();
  private boolean hasMemory;
  private int polls;

  private final class Loop extends PollLoop {
    private Loop(Timer timer) {
      super(timer);
    }

    @Override
    protected void ask() {
      if (!hasMemory) {
        throw NO_MEMORY;
      }
      polls++;
    }
  }

  @Test
  void after_an_error_a_loop_polls_again_when_it_has_paused() {
    Loop loop = new Loop(timer);
    loop.poll();
    assertThat(polls).isZero();

    hasMemory = true;
    timer.advance(PollLoop.AFTER_FAILURE);

    assertThat(polls).isEqualTo(1);
  }

  @Test
  void a_loop_that_could_not_even_plan_its_pause_is_revived() {
    Timer withoutMemory =
        new Timer() {
          @Override
          public long nanoTime() {
            return timer.nanoTime();
          }

          @Override
          public Task after(Duration delay, Runnable task) {
            throw NO_MEMORY;
          }

          @Override
          public Task every(Duration first, Duration period, Runnable task) {
            throw NO_MEMORY;
          }
        };
    Loop loop = new Loop(withoutMemory);
    assertThat(catchThrowable(loop::poll)).isSameAs(NO_MEMORY);

    hasMemory = true;
    loop.revive();
    loop.revive();

    assertThat(polls).as("once, it is not stalled any more").isEqualTo(1);
  }

  @Test
  void a_loop_that_waits_for_its_turn_is_left_alone() {
    Loop loop = new Loop(timer);
    loop.poll();
    hasMemory = true;

    loop.revive();

    assertThat(polls).isZero();
  }
}
