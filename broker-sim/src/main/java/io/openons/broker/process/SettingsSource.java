package io.openons.broker.process;

import io.openons.broker.BrokerSetting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that are not on the command line: the environment ({@code ONS_BROKER_GRPC_PORT}),
 * then the configuration file ({@code grpc-port=8081}). A name in either that is no setting is an
 * error.
 */
final class SettingsSource {
  /** The file's own name in the environment. */
  static final String CONFIG_VARIABLE = "ONS_BROKER_CONFIG";

  private static final String VARIABLE_PREFIX = "ONS_BROKER_";

  private final Map<String, String> environment;
  private final Properties file;

  private SettingsSource(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the configuration file and checks all names.
   *
   * @param path the file; null for none
   * @throws IllegalArgumentException when it cannot be read, or a name is no setting
   */
  static SettingsSource of(Map<String, String> environment, Path path) {
    checkNames(
        "environment variable",
        environment.keySet().stream().filter(name -> name.startsWith(VARIABLE_PREFIX)),
        Stream.concat(
            Stream.of(CONFIG_VARIABLE), BrokerSetting.all().stream().map(BrokerSetting::variable)));
    Properties file = new Properties();
    if (path != null) {
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "configuration file %s cannot be read: %s".formatted(path, e), e);
      }
      checkNames(
          "key of configuration file " + path,
          file.stringPropertyNames().stream(),
          BrokerSetting.all().stream().map(BrokerSetting::key));
    }
    return new SettingsSource(environment, file);
  }

  private static void checkNames(String what, Stream<String> used, Stream<String> known) {
    List<String> names = known.collect(Collectors.toList());
    used.filter(name -> !names.contains(name))
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "unknown %s: '%s'; expected one of %s"
                      .formatted(what, name, new TreeSet<>(names)));
            });
  }

  /** Returns the text of a setting; null when neither has it. */
  String text(BrokerSetting<?> setting) {
    String variable = environment.get(setting.variable());
    return variable != null ? variable : file.getProperty(setting.key());
  }
}
