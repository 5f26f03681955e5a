package io.openons.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;

/**
 * Observations of sends and listeners; timers where Micrometer has no observations, or the
 * application no registry of them. And gauges of the clients.
 */
@AutoConfiguration(
    before = OnsAutoConfiguration.class,
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "ons", name = "enabled", matchIfMissing = true)
@Import({ObserverConfiguration.Observations.class, ObserverConfiguration.Timers.class})
public class OnsObservationAutoConfiguration {
  /** Made by Spring. */
  public OnsObservationAutoConfiguration() {}
}
