package io.openons.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the environment fills what a program leaves open, and nothing else.
 *
 * <p>Method: properties beside a made-up environment.
 *
 * <p>A failure means: a variable of the machine changes what a program says.
 */
class VariablesTest {
  private static PropertyReader reader(Map<String, String> properties, Map<String, String> vars) {
    Properties given = new Properties();
    given.putAll(properties);
    return new PropertyReader(given, ClientKind.CONSUMER, vars::get);
  }

  @Test
  void a_key_that_the_program_does_not_set_comes_from_its_variable() {
    // when
    PropertyReader reader =
        reader(Map.of("GROUP_ID", " "), Map.of("ONSCLIENT_GROUP_ID", "GID_environment"));

    // then
    assertThat(reader.find(OnsProperties.GROUP_ID)).contains("GID_environment");
    assertThat(reader.settings().get("GROUP_ID"))
        .isEqualTo(new Setting("GID_environment", Origin.ENVIRONMENT));
    assertThat(reader.settings().get("NAMESRV_ADDR").origin()).isEqualTo(Origin.NOT_SET);
  }

  @ParameterizedTest
  @CsvSource({
    "GROUP_ID,     GROUP_ID,      own key",
    "GROUP_ID,     ConsumerId,    older name",
    "NAMESRV_ADDR, ONSAddr,       other address",
    "AccessKey,    RamRoleName,   role",
    "SecurityToken, AccessKey,    another's access key",
    "RamRoleName,  SecretKey,     access key"
  })
  void the_program_keeps_the_variable_out(String key, String given, String why) {
    // given
    Map<String, String> environment =
        OnsProperties.all().stream()
            .filter(row -> row.key().equals(key))
            .collect(Collectors.toMap(Property::variable, row -> "of the environment"));

    // when
    PropertyReader reader = reader(Map.of(given, "given"), environment);

    // then
    assertThat(environment.keySet()).doesNotContain("");
    assertThat(reader.settings().get(key)).as(why).hasNoNullFieldsOrProperties();
    assertThat(reader.settings().get(key).origin()).as(why).isNotEqualTo(Origin.ENVIRONMENT);
    assertThat(reader(Map.of(), environment).settings().get(key).origin())
        .isEqualTo(Origin.ENVIRONMENT);
  }

  @Test
  void the_secret_may_stay_in_the_environment() {
    assertThat(
            reader(Map.of("AccessKey", "id"), Map.of("ONSCLIENT_SECRET_KEY", "hush"))
                .find(OnsProperties.SECRET_KEY))
        .contains("hush");
  }

  @Test
  void durations_are_in_milliseconds_whatever_the_unit_of_the_key() {
    // given
    PropertyReader reader =
        reader(
            Map.of(),
            Map.of("ONSCLIENT_CONSUME_TIMEOUT", "120000", "ONSCLIENT_REQUEST_TIMEOUT", "1500"));

    // then
    assertThat(reader.get(OnsProperties.CONSUME_TIMEOUT)).isEqualTo(2);
    assertThat(reader.get(OnsProperties.REQUEST_TIMEOUT)).isEqualTo(1_500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ONSCLIENT_CONSUME_TIMEOUT | 90000     | give milliseconds, a multiple of 60,000",
        "ONSCLIENT_CONSUME_TIMEOUT | 2 minutes | is not allowed; give milliseconds",
        "ONSCLIENT_REQUEST_TIMEOUT | -5        | it comes from the environment variable",
        "ONSCLIENT_MESSAGE_MODEL   | ALL       | it comes from the environment variable"
      })
  void a_variable_that_cannot_be_used_is_named(String variable, String value, String told) {
    PropertyReader reader = reader(Map.of(), Map.of(variable, value));

    assertThatThrownBy(reader::settings)
        .isInstanceOf(ONSClientException.class)
        .hasMessageContainingAll(variable, value, told);
  }

  @Test
  void every_key_with_an_effect_has_a_variable_of_its_own() {
    assertThat(OnsProperties.all())
        .filteredOn(row -> !row.kinds().isEmpty() && row.olderNameOf().isEmpty())
        .extracting(Property::variable)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("ONSCLIENT_[A-Z]+(_[A-Z]+)*"));
  }
}
