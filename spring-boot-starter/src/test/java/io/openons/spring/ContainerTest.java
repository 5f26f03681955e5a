package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.spring.server.Servers;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.testcontainers.containers.Container;

/**
 * Goal: a container with an annotation is the server. Method: an object with a container's
 * interface, since there is no engine to run one; Boot asks it for host and port. A failure shows
 * the address that the client would use.
 */
class ContainerTest {
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    @ServiceConnection(name = "openons")
    Container<?> broker() {
      return (Container<?>)
          Proxy.newProxyInstance(
              Container.class.getClassLoader(),
              new Class<?>[] {Container.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getHost" -> "127.0.0.1";
                    case "getMappedPort" -> 10_000 + (int) arguments[0];
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    case "toString", "getDockerImageName", "getContainerName" -> "openons/broker";
                    default -> null;
                  });
    }
  }

  @Test
  void a_container_with_a_service_connection_is_the_server() {
    assumeThat(
            ClassUtils.isPresent(
                "org.springframework.boot.testcontainers.service.connection.ServiceConnection",
                null))
        .as("Boot 3.1 or newer")
        .isTrue();

    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run()) {
      assertThat(context.getBean(Servers.class).get("", "the test").properties())
          .containsEntry(PropertyKeyConst.NAMESRV_ADDR, "127.0.0.1:18081");
    }
  }
}
