package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.client.testing.TestProperties;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/**
 * Goal: the log properties mean what they mean in the commercial SDK.
 *
 * <p>Method: reads properties and system properties.
 *
 * <p>A failure means: logs go to another folder or level than configured.
 */
class LogConfigTest {
  private static Optional<LogConfig> of(String... properties) {
    return LogConfig.from(
        new PropertyReader(TestProperties.of("h:1", properties), ClientKind.PRODUCER));
  }

  @Test
  void there_is_none_unless_one_of_its_properties_is_given() {
    assertThat(of()).isEmpty();
  }

  @Test
  @Tag("F-018")
  void the_defaults_are_the_home_folder_info_and_ten_old_files() {
    Path home = Path.of(System.getProperty("user.home"));
    LogConfig defaults =
        new LogConfig(home.resolve(Path.of("logs", "ons", "ons-client.log")), Level.INFO, 10);

    assertThat(of("ons.client.logLevel", "INFO")).contains(defaults);
    assertThat(of("ons.client.logFileMaxIndex", "10")).contains(defaults);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "100, 100", "0, 10", "101, 10", "many, 10", "99999999999, 10"})
  @Tag("F-019")
  void a_number_of_files_out_of_range_falls_back_to_ten(String given, int used) {
    assertThat(of("ons.client.logFileMaxIndex", given))
        .hasValueSatisfying(config -> assertThat(config.oldFiles()).isEqualTo(used));
  }

  @Test
  void a_level_that_is_none_is_refused_by_key_and_range() {
    assertThatThrownBy(() -> of("ons.client.logLevel", "LOUD"))
        .hasMessageContaining("ons.client.logLevel")
        .hasMessageContaining("ERROR, WARN, INFO, DEBUG");
  }

  @Test
  void a_system_property_counts_when_the_client_is_not_given_the_key() {
    Property<String> root =
        Property.text("io.openons.test.logRoot", "For this test only.").orSystemProperty();
    System.setProperty(root.key(), "/from/the/jvm");
    try {
      PropertyReader without = new PropertyReader(TestProperties.of("h:1"), ClientKind.CONSUMER);
      Properties given = TestProperties.of("h:1", root.key(), "/from/the/client");
      PropertyReader with = new PropertyReader(given, ClientKind.CONSUMER);

      assertThat(without.find(root)).contains("/from/the/jvm");
      assertThat(with.find(root)).contains("/from/the/client");
    } finally {
      System.clearProperty(root.key());
    }
    assertThat(OnsProperties.all().stream().filter(Property::alsoSystemProperty).map(Property::key))
        .containsExactly("ons.client.logRoot", "ons.client.logLevel", "ons.client.logFileMaxIndex");
  }
}
