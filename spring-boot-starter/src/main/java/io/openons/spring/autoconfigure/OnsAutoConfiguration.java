package io.openons.spring.autoconfigure;

import io.openons.broker.OnsBroker;
import io.openons.spring.OnsConnectionDetails;
import io.openons.spring.convert.JsonConverter;
import io.openons.spring.convert.PayloadConverter;
import io.openons.spring.listener.EndpointFactory;
import io.openons.spring.listener.OnsListeners;
import io.openons.spring.observation.OnsObserver;
import io.openons.spring.server.Producers;
import io.openons.spring.server.Servers;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.validation.Validator;

/** Listeners, templates and what they need. Off with {@code ons.enabled=false}. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "ons", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(OnsConfigurationProperties.class)
@Import({
  JsonConfiguration.Jackson3.class,
  JsonConfiguration.Jackson2.class,
  TemplateRegistrar.class
})
public class OnsAutoConfiguration {
  /** The name of the application's own converter of payloads. */
  private static final String CONVERTER = "onsMessageConverter";

  /** Made by Spring. */
  public OnsAutoConfiguration() {}

  @Bean
  Servers onsServers(
      OnsConfigurationProperties properties, ObjectProvider<OnsConnectionDetails> details) {
    return ConfiguredServers.of(properties, details.orderedStream().toList());
  }

  @Bean
  Producers onsProducers(
      Servers servers,
      ConfigurableListableBeanFactory beans,
      OnsConfigurationProperties properties) {
    return new Producers(servers, beans, properties.getTemplate().isEager());
  }

  @Bean
  PayloadConverter onsPayloadConverter(
      @Qualifier(CONVERTER) ObjectProvider<MessageConverter> own,
      ObjectProvider<JsonConverter> json) {
    List<MessageConverter> further =
        Stream.concat(own.orderedStream(), json.orderedStream().map(JsonConverter::converter))
            .toList();
    return new PayloadConverter(further);
  }

  @Bean(Templates.BEAN)
  Templates onsTemplates(
      Producers producers, PayloadConverter converter, ObjectProvider<OnsObserver> observer) {
    return new Templates(producers, converter, observer.getIfAvailable(() -> OnsObserver.NONE));
  }

  @Bean
  OnsListeners onsListeners(
      Servers servers,
      ConfigurableListableBeanFactory beans,
      PayloadConverter converter,
      ObjectProvider<Validator> validator,
      ObjectProvider<OnsObserver> observer,
      OnsConfigurationProperties properties) {
    EndpointFactory endpoints =
        new EndpointFactory(
            servers,
            beans,
            converter,
            validator.getIfUnique(),
            observer.getIfAvailable(() -> OnsObserver.NONE));
    return new OnsListeners(endpoints, servers, beans, properties.getListener().isAutoStart());
  }

  /** A broker that is a bean is what the application talks to; so tests just declare one. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(OnsBroker.class)
  static class BrokerBean {
    @Bean
    @ConditionalOnBean(OnsBroker.class)
    OnsConnectionDetails onsBrokerConnectionDetails(OnsBroker broker) {
      return broker::endpoint;
    }
  }
}
