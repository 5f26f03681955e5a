package io.openons.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.Sneaky;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a timed task goes on whatever one of its runs throws.
 *
 * <p>Method: a task that throws in each run must run again and again.
 *
 * <p>A failure means: heartbeats, scans or commits of a client end for good after one fault.
 */
class SystemTimerTest {
  private static Throwable[] anything() {
    return new Throwable[] {
      new IllegalStateException("from the task"),
      new IOException("checked, and not declared"),
      new OutOfMemoryError("made up"),
      new Throwable("neither exception nor error"),
    };
  }

  @ParameterizedTest
  @MethodSource("anything")
  void whatever_a_task_throws_it_runs_again(Throwable thrown) throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    try (SystemTimer timer = new SystemTimer()) {
      timer.every(
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          () -> {
            runs.countDown();
            throw Sneaky.thrown(thrown);
          });

      assertThat(runs.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
