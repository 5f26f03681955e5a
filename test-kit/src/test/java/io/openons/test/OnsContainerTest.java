package io.openons.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.BrokerSetting;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Goal: a container is started with settings that the broker has. Method: looks at the container
 * without an engine, so nothing is started. A failure means a broker that refuses its environment.
 */
class OnsContainerTest {
  @Test
  void the_environment_has_settings_of_the_broker_with_values_that_it_takes() {
    OnsContainer container = new OnsContainer("ons-broker:0.1.0").controlled(Clock.TURNED);

    var settings =
        BrokerSetting.all().stream()
            .collect(Collectors.toMap(BrokerSetting::variable, setting -> setting));
    assertThat(settings).containsKeys(container.getEnvMap().keySet().toArray(new String[0]));
    container
        .getEnvMap()
        .forEach((name, value) -> assertThat(settings.get(name).parse(value)).isNotNull());
    assertThat(container.getExposedPorts())
        .containsExactlyInAnyOrder(
            BrokerSetting.GRPC_PORT.defaultValue(), BrokerSetting.HTTP_PORT.defaultValue());
    assertThat(container.getEnvMap()).containsEntry("ONS_BROKER_TESTING", "turned");
  }
}
