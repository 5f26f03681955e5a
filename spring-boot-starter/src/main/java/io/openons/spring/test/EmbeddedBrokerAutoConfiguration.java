package io.openons.spring.test;

import io.openons.broker.OnsBroker;
import io.openons.broker.StartPosition;
import io.openons.spring.autoconfigure.OnsAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The broker of a test; only {@link AutoConfigureOnsBroker} and {@link OnsTest} bring it. */
@AutoConfiguration(before = OnsAutoConfiguration.class)
class EmbeddedBrokerAutoConfiguration {
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  OnsBroker onsBroker() {
    return OnsBroker.builder().newGroupsStartAt(StartPosition.EARLIEST).start();
  }
}
