package io.openons.client.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * The log file that a program asks for by giving one of its properties.
 *
 * @param level the least that is written
 * @param oldFiles how many full files are kept
 */
record LogConfig(Path file, Level level, int oldFiles) {
  private static final String FILE = "ons-client.log";

  static Optional<LogConfig> from(PropertyReader properties) {
    boolean isAskedFor =
        Stream.of(OnsProperties.LOG_ROOT, OnsProperties.LOG_LEVEL, OnsProperties.LOG_FILES)
            .anyMatch(property -> properties.find(property).isPresent());
    return isAskedFor
        ? Optional.of(
            new LogConfig(
                root(properties).resolve(FILE),
                properties.get(OnsProperties.LOG_LEVEL),
                properties.get(OnsProperties.LOG_FILES)))
        : Optional.empty();
  }

  private static Path root(PropertyReader properties) {
    Optional<String> text = properties.find(OnsProperties.LOG_ROOT).map(String::strip);
    try {
      return text.map(Path::of)
          .orElseGet(() -> Path.of(System.getProperty("user.home"), "logs", "ons"));
    } catch (InvalidPathException notAPath) {
      throw OnsProperties.LOG_ROOT.refuse(text.orElse(""));
    }
  }
}
