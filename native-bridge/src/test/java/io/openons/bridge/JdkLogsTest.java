package io.openons.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class JdkLogsTest {
  private final Logs logs = new Logs();
  private final Events events = new Events();
  private final Logger logger = Logger.getAnonymousLogger();

  JdkLogsTest() {
    logger.setUseParentHandlers(false);
    logger.addHandler(new ConsoleHandler());
    logger.setLevel(Level.ALL);
    JdkLogs.lead(logger, logs);
  }

  /** The number of the level and the texts of the next record. */
  private String next() {
    ByteBuffer frame =
        ByteBuffer.wrap(events.poll(1, 5_000, 1 << 16)).order(ByteOrder.LITTLE_ENDIAN);
    int level = frame.getInt(16 + 48);
    byte[] texts = new byte[frame.capacity() - 16 - 100];
    frame.get(16 + 100, texts);
    return level + " " + new String(texts, StandardCharsets.UTF_8);
  }

  @Test
  void everyLevelHasItsNumber() {
    // given
    logs.toEvents(Logs.TRACE, events);

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
  void parametersAreFilledInAndStacksAreShown() {
    // given
    logs.toEvents(Logs.WARN, events);

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
  void nothingElseHandlesTheRecords() {
    assertThat(logger.getHandlers()).hasOnlyElementsOfType(JdkLogs.class).hasSize(1);
  }
}
