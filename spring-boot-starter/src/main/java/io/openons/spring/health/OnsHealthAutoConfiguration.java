package io.openons.spring.health;

import io.openons.spring.autoconfigure.OnsAutoConfiguration;
import io.openons.spring.listener.OnsListeners;
import io.openons.spring.server.Producers;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health of the clients as {@code ons}; off with {@code management.health.ons.enabled=false}.
 */
@AutoConfiguration(after = OnsAutoConfiguration.class)
@ConditionalOnBean(OnsListeners.class)
public class OnsHealthAutoConfiguration {
  /** Made by Spring. */
  public OnsHealthAutoConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({
    org.springframework.boot.health.contributor.HealthIndicator.class,
    org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator
        .class
  })
  static class Boot4 {
    @Bean
    @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
        "ons")
    OnsHealthIndicator onsHealthIndicator(Producers producers, OnsListeners listeners) {
      return new OnsHealthIndicator(new ClientsHealth(producers, listeners));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({
    org.springframework.boot.actuate.health.HealthIndicator.class,
    org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator.class
  })
  static class Boot2And3 {
    @Bean
    @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(
        "ons")
    OnsActuatorHealthIndicator onsHealthIndicator(Producers producers, OnsListeners listeners) {
      return new OnsActuatorHealthIndicator(new ClientsHealth(producers, listeners));
    }
  }
}
