package io.openons.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.RecordingLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: code of the application that does not return holds up a bounded number of threads and
 * tasks, and somebody learns of it.
 *
 * <p>Method: keeps tasks from ending by a latch, and moves time by hand.
 *
 * <p>A failure means: a stuck callback or checker fills the memory, or stops the client without a
 * word.
 */
class BoundedPoolTest {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 3;

  private final ManualTimer timer = new ManualTimer();
  private final RecordingLog log = new RecordingLog();
  private final BoundedPool pool =
      new BoundedPool("ons-test", THREADS, MOST_WAITING, timer, "let it return", log.log);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(THREADS);

  @AfterEach
  void close() {
    stuck.countDown();
    pool.close();
  }

  private void block() {
    begun.countDown();
    try {
      assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void fillThreads() throws InterruptedException {
    for (int i = 0; i < THREADS; i++) {
      pool.execute("task " + i, this::block);
    }
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void beyond_its_bound_a_task_is_refused() throws Exception {
    fillThreads();
    for (int i = 0; i < MOST_WAITING; i++) {
      assertThat(pool.offer(() -> {})).isTrue();
    }

    assertThat(pool.offer(() -> {})).isFalse();
  }

  @Test
  void a_task_that_throws_an_error_leaves_the_pool_able_to_work() throws Exception {
    CountDownLatch worked = new CountDownLatch(2 * THREADS);
    Runnable failing =
        () -> {
          worked.countDown();
          throw new StackOverflowError("made up, from a task");
        };
    for (int i = 0; i < 2 * THREADS; i++) {
      pool.execute(failing);
    }

    assertThat(worked.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_task_that_does_not_end_is_named_with_its_time_and_the_remedy_again_and_again_but_seldom()
      throws Exception {
    fillThreads();

    timer.advance(Duration.ofSeconds(29));
    assertThat(log.lines).isEmpty();

    timer.advance(Duration.ofSeconds(11));
    assertThat(log.lines).hasSize(THREADS);
    assertThat(log.lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "task 0 has not ended for 30 s",
                        THREADS + " of " + THREADS + " threads are busy",
                        "let it return"));

    timer.advance(Duration.ofSeconds(15));
    assertThat(log.lines).as("not more often").hasSize(THREADS);
    timer.advance(Duration.ofSeconds(10));
    assertThat(log.lines).as("but again").hasSize(2 * THREADS);
  }
}
