package io.openons.broker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.broker.testing.LogLines;
import io.openons.broker.testing.RawConnection;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

/**
 * Goal: gRPC's and Netty's records become single lines of the broker's log, and a flood of the same
 * becomes one. A failure means: little input of a stranger makes much log.
 */
class ProcessLogTest {
  /** Held, since java.util.logging forgets the handlers of a logger that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

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

  @Test
  void a_fault_that_grpc_finds_in_the_bytes_of_a_client_names_its_address() throws Exception {
    var line = new CompletableFuture<String>();
    var handler =
        new StreamHandler() {
          @Override
          public void publish(LogRecord record) {
            line.complete(LogLines.of(() -> new ProcessLog().publish(record)));
          }
        };
    var level = GRPC.getLevel();
    GRPC.setLevel(Level.WARNING);
    GRPC.addHandler(handler);
    try (var broker = OnsBroker.start();
        var connection = new RawConnection(broker.endpoint())) {
      connection.beginHttp2().send(RawConnection.frame(RawConnection.HEADERS, 5, 1, tooLarge()));

      assertThat(line.orTimeout(60, TimeUnit.SECONDS).join())
          .contains("/127.0.0.1:" + connection.port() + ": Stream Error", "Header size exceeded");
    } finally {
      GRPC.removeHandler(handler);
      GRPC.setLevel(level);
    }
  }

  /** A header of one letter with 10,000 letters as its value, by the rules of HPACK. */
  private static byte[] tooLarge() {
    int value = 10_000;
    int more = value - 127;
    var block = ByteBuffer.allocate(6 + value).put(new byte[] {0, 1, 'x', 127});
    return block.put((byte) (more % 128 + 128)).put((byte) (more / 128)).array();
  }

  private static LogRecord fault(String message, long millis) {
    var record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("io.openons.test");
    record.setThrown(new IllegalStateException("header\ntoo large"));
    record.setInstant(Instant.ofEpochMilli(millis));
    return record;
  }
}
