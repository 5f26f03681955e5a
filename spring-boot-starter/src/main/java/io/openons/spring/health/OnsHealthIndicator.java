package io.openons.spring.health;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the clients in Spring Boot 4. */
final class OnsHealthIndicator implements HealthIndicator {
  private final ClientsHealth clients;

  OnsHealthIndicator(ClientsHealth clients) {
    this.clients = clients;
  }

  @Override
  public Health health() {
    ClientsHealth.State state = clients.state();
    return (state.up() ? Health.up() : Health.down()).withDetails(state.details()).build();
  }
}
