package io.openons.spring.health;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of the clients in Spring Boot 2 and 3. */
final class OnsActuatorHealthIndicator implements HealthIndicator {
  private final ClientsHealth clients;

  OnsActuatorHealthIndicator(ClientsHealth clients) {
    this.clients = clients;
  }

  @Override
  public Health health() {
    ClientsHealth.State state = clients.state();
    return (state.up() ? Health.up() : Health.down()).withDetails(state.details()).build();
  }
}
