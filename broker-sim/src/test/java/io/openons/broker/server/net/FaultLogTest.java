package io.openons.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.LogLines;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Goal: faults of clients make little log, and none is lost from the count. Method: the log alone
 * on a clock that the test moves. A failure means: a stranger fills the disk with lines, or hides
 * among them.
 */
class FaultLogTest {
  private static final String FAULT = "10.0.0.7 sent nonsense";

  private final AtomicLong now = new AtomicLong();
  private final FaultLog faults = new FaultLog(now::get);

  private void log(int count) {
    for (int i = 0; i < count; i++) {
      faults.log(FAULT);
    }
  }

  @Test
  void of_many_faults_in_a_minute_thirty_are_logged_and_the_rest_is_counted() {
    var lines =
        LogLines.of(
            () -> {
              log(100_000);
              now.addAndGet(Duration.ofMinutes(1).toNanos());
              log(1);
            });

    assertThat(lines.lines().filter(line -> line.contains(FAULT))).hasSize(31);
    assertThat(lines).containsOnlyOnce("99970 more faults of clients were not logged one by one");
  }

  @Test
  void a_broker_that_stops_logs_the_count_once() {
    var lines =
        LogLines.of(
            () -> {
              log(32);
              faults.flush();
              faults.flush();
            });

    assertThat(lines).containsOnlyOnce("2 more faults of clients");
  }

  @Test
  void few_faults_are_logged_each_and_nothing_is_counted() {
    var lines =
        LogLines.of(
            () -> {
              log(FaultLog.LINES_PER_MINUTE);
              faults.flush();
            });

    assertThat(lines.lines().filter(line -> line.contains(FAULT))).hasSize(30);
    assertThat(lines).doesNotContain("more faults");
  }

  @Test
  void a_fault_is_one_short_line_whatever_the_client_put_into_it() {
    var lines = LogLines.of(() -> faults.log(FAULT + "\nINFO all is well " + "x".repeat(10_000)));

    assertThat(lines.lines().filter(line -> line.contains(FAULT)))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("?INFO").hasSizeLessThan(600));
    assertThat(lines.lines()).noneMatch(line -> line.startsWith("INFO"));
  }
}
