package io.openons.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.ManualTimer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: callbacks run on as many threads as the program asked for.
 *
 * <p>Method: lets callbacks meet at a barrier.
 *
 * <p>A failure means: callbacks are slower than configured, or more run at once than a program can
 * bear.
 */
class ClientRuntimeTest {
  private static final int THREADS = 5;

  @AfterEach
  void clear() {
    System.clearProperty(ClientRuntime.CALLBACK_THREADS);
  }

  @Test
  @Tag("F-033")
  void a_system_property_says_how_many_callbacks_run_at_once() throws Exception {
    System.setProperty(ClientRuntime.CALLBACK_THREADS, "" + THREADS);
    ClientRuntime runtime = new ClientRuntime(new ManualTimer());
    CyclicBarrier allAtOnce = new CyclicBarrier(THREADS);
    CountDownLatch met = new CountDownLatch(THREADS);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(3 * THREADS);
    try {
      for (int i = 0; i < 3 * THREADS; i++) {
        runtime
            .callbacks()
            .execute(
                () -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  try {
                    allAtOnce.await(60, TimeUnit.SECONDS);
                    met.countDown();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  } finally {
                    running.decrementAndGet();
                    ended.countDown();
                  }
                });
      }

      assertThat(met.await(60, TimeUnit.SECONDS)).as("so many run at once").isTrue();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(most).as("and no more").hasValue(THREADS);
    } finally {
      runtime.release();
    }
  }
}
