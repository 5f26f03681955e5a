package io.openons.broker.process;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where options come from that are not on the command line: the environment ({@code
 * ONS_BROKER_GRPC_PORT}), then the configuration file ({@code grpc-port=8081}).
 */
final class SettingsSource implements IDefaultValueProvider {
  private static final String VARIABLE_PREFIX = "ONS_BROKER_";

  private final Map<String, String> environment;
  private final Properties file;

  private SettingsSource(Map<String, String> environment, Properties file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the configuration file.
   *
   * @param path the file; null for none
   * @throws ParameterException when it cannot be read or has a key that is no option
   */
  static SettingsSource of(Map<String, String> environment, Path path, CommandLine command) {
    Properties file = new Properties();
    if (path != null) {
      try (Reader reader = Files.newBufferedReader(path)) {
        file.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new ParameterException(
            command, "configuration file %s cannot be read: %s".formatted(path, e));
      }
      checkKeys(file, path, command);
    }
    return new SettingsSource(environment, file);
  }

  private static void checkKeys(Properties file, Path path, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Set<String> known =
        spec.options().stream()
            .map(SettingsSource::key)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String key : file.stringPropertyNames()) {
      if (!known.contains(key)) {
        throw new ParameterException(
            command,
            "configuration file %s has the unknown key '%s'; known are %s"
                .formatted(path, key, known));
      }
    }
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String key = key(option);
    String variable =
        environment.get(VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_'));
    return variable != null ? variable : file.getProperty(key);
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
