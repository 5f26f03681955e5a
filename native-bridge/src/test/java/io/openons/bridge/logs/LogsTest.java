package io.openons.bridge.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.bridge.RecordedCallbacks;
import io.openons.bridge.frames.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Goal: log records go where the program asked, and whoever logs never waits.
 *
 * <p>Method: callbacks that are fast, slow and stuck.
 *
 * <p>A failure means: a slow log holds up messages, or is lost without a word.
 */
@Timeout(30)
class LogsTest {
  private final Logs logs = new Logs();

  @AfterEach
  void end() {
    logs.toStderr();
  }

  @Test
  void records_of_the_level_and_more_urgent_ones_reach_the_callback() throws Exception {
    // given
    BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();
    logs.toCallback(Logs.INFO, given::add);

    // when
    logs.record(Logs.DEBUG, "a", "not this");
    logs.record(Logs.INFO, "a.logger", "this");

    // then
    ByteBuffer frame =
        ByteBuffer.wrap(RecordedCallbacks.next(given)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(frame.getShort(4)).isEqualTo((short) Numbers.FRAME_LOG);
    assertThat(frame.getInt(48)).isEqualTo(Logs.INFO);
    assertThat(new String(frame.array(), StandardCharsets.UTF_8)).endsWith("a.loggerthis");
  }

  @Test
  void who_logs_is_not_held_up_and_lost_records_are_counted() throws Exception {
    // given
    CountDownLatch stuck = new CountDownLatch(1);
    BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();
    logs.toCallback(
        Logs.INFO,
        frame -> {
          try {
            stuck.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          given.add(frame);
        });

    // when
    for (int i = 0; i < Logs.ROOM + 10; i++) {
      logs.record(Logs.INFO, "a", "record " + i);
    }

    // then
    assertThat(logs.dropped()).isBetween(9L, 10L);
    stuck.countDown();
    RecordedCallbacks.next(given);
    assertThat(new String(RecordedCallbacks.next(given), StandardCharsets.UTF_8))
        .contains("log records were dropped");
  }

  @Test
  void what_is_logged_with_slf4j_comes_here() throws Exception {
    // given
    BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();
    Logs.ofProcess().toCallback(Logs.INFO, given::add);

    // when
    try {
      LoggerFactory.getLogger("some.Class")
          .warn("{} of {}", 1, 2, new IllegalStateException("why"));

      // then
      assertThat(new String(RecordedCallbacks.next(given), StandardCharsets.UTF_8))
          .contains("some.Class1 of 2", "IllegalStateException: why");
    } finally {
      Logs.ofProcess().toStderr();
    }
  }
}
