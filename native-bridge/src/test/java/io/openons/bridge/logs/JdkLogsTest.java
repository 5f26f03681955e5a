package io.openons.bridge.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.bridge.RecordedCallbacks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: what gRPC logs reaches the program's log.
 *
 * <p>Method: records of every level, with parameters and stacks.
 *
 * <p>A failure means: the reason of a failure is missing in the log, or on stdout.
 */
@Timeout(20)
class JdkLogsTest {
  private final Logs logs = new Logs();
  private final BlockingQueue<byte[]> given = new LinkedBlockingQueue<>();
  private final Logger logger = Logger.getAnonymousLogger();

  JdkLogsTest() {
    logger.setUseParentHandlers(false);
    logger.addHandler(new ConsoleHandler());
    logger.setLevel(Level.ALL);
    JdkLogs.lead(logger, logs);
  }

  @AfterEach
  void end() {
    logs.toStderr();
  }

  /** The number of the level and the texts of the next record. */
  private String next() throws Exception {
    ByteBuffer frame =
        ByteBuffer.wrap(RecordedCallbacks.next(given)).order(ByteOrder.LITTLE_ENDIAN);
    int level = frame.getInt(48);
    byte[] texts = new byte[frame.capacity() - 100];
    frame.get(100, texts);
    return level + " " + new String(texts, StandardCharsets.UTF_8);
  }

  @Test
  void every_level_has_its_number() throws Exception {
    // given
    logs.toCallback(Logs.TRACE, given::add);

    // when
    logger.severe("a");
    logger.warning("b");
    logger.info("c");
    logger.fine("d");
    logger.finest("e");

    // then
    assertThat(new String[] {next(), next(), next(), next(), next()})
        .containsExactly("1 a", "2 b", "3 c", "4 d", "5 e");
  }

  @Test
  void parameters_are_filled_in_and_stacks_are_shown() throws Exception {
    // given
    logs.toCallback(Logs.WARN, given::add);

    // when
    logger.log(Level.INFO, "not wanted");
    logger.log(Level.WARNING, "{0} of {1}", new Object[] {"one", "two"});
    logger.log(Level.WARNING, "no pattern: {", new Object[] {"one"});
    logger.log(Level.SEVERE, "thrown", new IllegalStateException("why"));

    // then
    assertThat(next()).isEqualTo("2 one of two");
    assertThat(next()).isEqualTo("2 no pattern: {");
    assertThat(next()).startsWith("1 thrown").contains("IllegalStateException: why", "\tat ");
  }

  @Test
  void nothing_else_handles_the_records() {
    assertThat(logger.getHandlers()).hasOnlyElementsOfType(JdkLogs.class).hasSize(1);
  }
}
