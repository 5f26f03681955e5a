package io.openons.broker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.LogLines;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: gRPC's and Netty's records become single lines of the broker's log, and a flood of the same
 * becomes one. A failure means: little input of a stranger makes much log.
 */
class ProcessLogTest {
  @Test
  void a_fault_with_a_stack_trace_is_one_line() {
    var log = new ProcessLog();

    var lines = LogLines.of(() -> log.publish(fault("Stream Error", 0)));

    assertThat(lines).hasLineCount(1).contains("Stream Error: IllegalStateException: header?too");
  }

  @Test
  void the_same_fault_is_logged_once_a_minute_with_the_number_of_the_others() {
    var log = new ProcessLog();

    var lines =
        LogLines.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                log.publish(fault("Received unexpected ping ack", i / 2_000));
              }
              log.publish(fault("Received unexpected ping ack", 60_000));
            });

    assertThat(lines).hasLineCount(2).contains("(99999 times more in the minute before)");
  }

  @Test
  void a_long_text_is_shortened() {
    var log = new ProcessLog();

    var lines = LogLines.of(() -> log.publish(fault("x".repeat(1_000_000), 0)));

    assertThat(lines).hasLineCount(1).hasSizeLessThan(1000);
  }

  private static LogRecord fault(String message, long millis) {
    var record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("io.openons.test");
    record.setThrown(new IllegalStateException("header\ntoo large"));
    record.setInstant(Instant.ofEpochMilli(millis));
    return record;
  }
}
