package io.openons.spring.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import io.openons.spring.listener.OnsListeners;
import io.openons.spring.observation.ClientGauges;
import io.openons.spring.observation.ObservationObserver;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.observation.TimerObserver;
import io.openons.spring.server.Producers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The observers, to be imported in this order, which Spring does not promise for classes inside of
 * a configuration.
 */
final class ObserverConfiguration {
  private ObserverConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ObservationRegistry.class)
  static class Observations {
    @Bean
    @ConditionalOnBean(ObservationRegistry.class)
    @ConditionalOnMissingBean(OnsObserver.class)
    OnsObserver onsObservationObserver(ObservationRegistry registry) {
      return new ObservationObserver(registry);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  static class Timers {
    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean(OnsObserver.class)
    OnsObserver onsTimerObserver(MeterRegistry registry) {
      return new TimerObserver(registry);
    }

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    MeterBinder onsClientGauges(
        ObjectProvider<Producers> producers, ObjectProvider<OnsListeners> listeners) {
      return new ClientGauges(producers, listeners);
    }
  }
}
