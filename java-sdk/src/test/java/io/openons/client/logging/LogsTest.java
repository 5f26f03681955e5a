package io.openons.client.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.ONSFactory;
import io.openons.client.testing.TestProperties;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Goal: F-021: a line goes to SLF4J once and to the file once, and nobody else's loggers are
 * touched.
 *
 * <p>Method: loggers with backends that keep their lines, or throw.
 *
 * <p>A failure means: log lines are lost or doubled, or logging breaks the program.
 */
class LogsTest {
  @TempDir Path folder;

  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    Logs.toNoFile();
  }

  /** A backend at level WARN that keeps what it is given, with the caller boundary. */
  private Logger backend() {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {LocationAwareLogger.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getName" -> "LogsTest";
                  case "isWarnEnabled", "isErrorEnabled" -> true;
                  case "isInfoEnabled", "isDebugEnabled" -> false;
                  case "log" -> {
                    Object[] values = (Object[]) arguments[4];
                    seen.add(arguments[1] + " " + arguments[3] + " " + Arrays.toString(values));
                    yield null;
                  }
                  default -> throw new AssertionError("not expected: " + method);
                });
  }

  private List<String> inTheFile() throws IOException {
    Path file = folder.resolve("ons-client.log");
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .filter(line -> line.contains(" LogsTest - "))
            .map(line -> line.replaceAll(".* LogsTest - ", ""))
            .toList()
        : List.of();
  }

  @Test
  @Tag("F-021")
  void without_a_file_lines_go_to_the_backend_only() throws IOException {
    Log log = new Log(backend());

    log.warn("a {}", "b");
    log.info("not for this backend");

    assertThat(seen).containsExactly(Log.class.getName() + " a {} [b]");
    assertThat(inTheFile()).isEmpty();
  }

  @Test
  @Tag("F-021")
  void a_line_without_arguments_reaches_a_backend_that_knows_no_callers() {
    Logger backendWithoutCallers =
        (Logger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("warn")) {
                    seen.add(arguments[0] + " " + Arrays.toString((Object[]) arguments[1]));
                  }
                  return method.getName().equals("isWarnEnabled");
                });

    new Log(backendWithoutCallers).warn("plain");

    assertThat(seen).containsExactly("plain []");
  }

  @Test
  @Tag("F-021")
  void with_a_file_each_line_is_in_both_once_as_far_as_their_levels_go() throws IOException {
    Log log = new Log(backend());
    Logs.toFile(folder.resolve("ons-client.log"), Level.INFO, 10);

    log.warn("{} and {}", 1, 2);
    log.info("info");
    log.debug("debug");

    assertThat(seen).hasSize(1);
    assertThat(inTheFile()).containsExactly("1 and 2", "info");
  }

  @Test
  void a_backend_that_throws_ends_nothing_and_the_file_still_has_the_line() throws IOException {
    Logger throwing =
        (Logger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LocationAwareLogger.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getName" -> "LogsTest";
                      case "isWarnEnabled" -> true;
                      default -> throw new LinkageError("made up, from an appender");
                    });
    Logs.toFile(folder.resolve("ons-client.log"), Level.INFO, 10);

    new Log(throwing).warn("still there");

    assertThat(inTheFile()).containsExactly("still there");
  }

  @Test
  @Tag("F-019")
  void a_property_of_a_client_turns_the_file_on_and_the_first_one_stays() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");

    ONSFactory.createProducer(
        TestProperties.of(
            "h:1", "ons.client.logRoot", folder.toString(), "ons.client.logLevel", "debug"));
    ONSFactory.createProducer(TestProperties.of("h:1", "ons.client.logRoot", elsewhere.toString()));
    new Log(backend()).debug("from level debug");

    assertThat(inTheFile()).containsExactly("from level debug");
    assertThat(elsewhere).doesNotExist();
  }
}
