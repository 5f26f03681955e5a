package io.openons.spring.autoconfigure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.openons.spring.convert.JsonConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MappingJackson2MessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jackson 3 in Spring Boot 4, else Jackson 2; none where neither is there. To be imported in this
 * order, which Spring does not promise for classes inside of a configuration.
 */
final class JsonConfiguration {
  private JsonConfiguration() {}

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({JsonMapper.class, JacksonJsonMessageConverter.class})
  static class Jackson3 {
    @Bean
    JsonConverter onsJsonConverter(ObjectProvider<JsonMapper> mapper) {
      return new JsonConverter(
          new JacksonJsonMessageConverter(mapper.getIfUnique(() -> JsonMapper.builder().build())));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(
      value = ObjectMapper.class,
      name = "org.springframework.messaging.converter.MappingJackson2MessageConverter")
  static class Jackson2 {
    @Bean
    @ConditionalOnMissingBean(JsonConverter.class)
    @SuppressWarnings("removal") // the only one that Spring 5 and 6 have
    JsonConverter onsJackson2Converter(ObjectProvider<ObjectMapper> mapper) {
      MappingJackson2MessageConverter converter = new MappingJackson2MessageConverter();
      mapper.ifUnique(converter::setObjectMapper);
      return new JsonConverter(converter);
    }
  }
}
