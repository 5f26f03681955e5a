package io.openons.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Goal: a load is measured in windows after its warm-up, and a failed message fails it. Method: a
 * measurement with a clock of its own. A failure means: numbers of a load that lost messages.
 */
class MeasurementTest {
  private static final Pace PACE = new Pace(10, 100, 50);

  private final Meter meter = new Meter();

  @Test
  void a_steady_load_is_measured_in_windows_after_its_warm_up() throws IOException {
    try (Load load = new CountingLoad(meter, Long.MAX_VALUE)) {
      Reply reply = measure(load);

      assertThat(reply.error()).isNull();
      assertThat(reply.warmUpSeconds()).isPositive();
      assertThat(reply.seconds()).isGreaterThanOrEqualTo(0.05);
      assertThat(reply.windowRates()).isNotEmpty().allMatch(rate -> rate > 0);
      assertThat(reply.messages()).isLessThanOrEqualTo(meter.messages());
      assertThat(reply.rate()).isPositive();
    }
  }

  @Test
  void a_failed_message_fails_the_measurement() throws IOException {
    try (Load load = new CountingLoad(meter, Long.MAX_VALUE)) {
      meter.fail(new IOException("connection reset"));

      assertThatThrownBy(() -> measure(load))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("connection reset");
    }
  }

  @Test
  void a_backlog_that_ends_in_the_warm_up_fails_the_measurement() throws IOException {
    try (Load load = new CountingLoad(meter, 1)) {
      assertThatThrownBy(() -> measure(load))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("before a window was measured");
    }
  }

  private Reply measure(Load load) {
    return new Measurement(load, meter, PACE, List.of(ProcessHandle.current().pid())).run();
  }

  /** Counts in a thread of its own, up to a limit. */
  private static final class CountingLoad implements Load {
    private final Meter meter;
    private final long limit;
    private final Thread thread = new Thread(this::count, "counting-load");
    private volatile boolean closed;

    CountingLoad(Meter meter, long limit) {
      this.meter = meter;
      this.limit = limit;
      thread.start();
    }

    @Override
    public boolean mustBeMeasuredNow() {
      return false;
    }

    @Override
    public boolean exhausted() {
      return meter.messages() >= limit;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    private void count() {
      while (!closed && !exhausted()) {
        meter.count();
        LockSupport.parkNanos(10_000);
      }
    }
  }
}
