package io.openons.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.OnsProperties;
import io.openons.client.config.Property;
import io.openons.spring.autoconfigure.OnsAutoConfiguration;
import io.openons.spring.server.PropertyNames;
import io.openons.spring.server.ServerSettings;
import io.openons.spring.server.Servers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

/**
 * Goal: the configuration means what it says, and a mistake in it is named. Method: contexts
 * without a broker, since nothing connects before it has to. A failure shows the text that is
 * missing.
 */
class ConfigurationTest {
  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(OnsAutoConfiguration.class))
          .withPropertyValues("ons.endpoint=127.0.0.1:1", "ons.listener.auto-start=false");

  @Test
  void every_key_of_the_client_has_a_relaxed_name() {
    assertThat(OnsProperties.all())
        .extracting(Property::key)
        .allSatisfy(
            key -> {
              assertThat(PropertyNames.key(PropertyNames.relaxed(key), "here")).isEqualTo(key);
              assertThat(PropertyNames.key(key, "here")).isEqualTo(key);
            });
    assertThat(PropertyNames.relaxed("SendMsgTimeoutMillis")).isEqualTo("send-msg-timeout-millis");
    assertThat(PropertyNames.relaxed("maxCachedMessageSizeInMiB"))
        .isEqualTo("max-cached-message-size-in-mib");
    assertThat(PropertyNames.relaxed("NAMESRV_ADDR")).isEqualTo("namesrv-addr");
  }

  @Test
  void properties_of_a_server_reach_the_client_and_no_other_server() {
    runner
        .withPropertyValues(
            "ons.group-id=GID_a",
            "ons.client.sendmsgtimeoutmillis=9000",
            "ons.servers.billing.endpoint=127.0.0.1:2",
            "ons.servers.billing.access-key=key")
        .run(
            context -> {
              Servers servers = context.getBean(Servers.class);
              ServerSettings first = servers.get("", "the test");
              assertThat(first.name()).isEqualTo("default");
              assertThat(first.properties())
                  .containsEntry(PropertyKeyConst.SendMsgTimeoutMillis, "9000")
                  .containsEntry(PropertyKeyConst.GROUP_ID, "GID_a")
                  .doesNotContainKey(PropertyKeyConst.AccessKey);
              assertThat(servers.get("billing", "the test").properties())
                  .containsEntry(PropertyKeyConst.NAMESRV_ADDR, "127.0.0.1:2")
                  .containsEntry(PropertyKeyConst.AccessKey, "key")
                  .doesNotContainKey(PropertyKeyConst.SendMsgTimeoutMillis);
              assertThat(context).hasBean("billingOnsTemplate");
            });
  }

  @Test
  void a_server_can_be_primary() {
    runner
        .withPropertyValues("ons.servers.billing.endpoint=127.0.0.1:2", "ons.primary=billing")
        .run(
            context -> {
              assertThat(context.getBean(OnsTemplate.class).getServer()).isEqualTo("billing");
              assertThat(context.getBean("defaultOnsTemplate", OnsTemplate.class).getServer())
                  .isEqualTo("default");
            });
  }

  @Test
  void it_can_be_turned_off() {
    runner
        .withPropertyValues("ons.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(OnsTemplate.class));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "ons.client.send-timeout-millis=1", "the nearest is 'send-msg-timeout-millis'"),
        Arguments.of("ons.client.namesrv-addr=x:1", "ons sets NAMESRV_ADDR twice"),
        Arguments.of("ons.primary=billing", "names the server 'billing'"),
        Arguments.of("ons.servers.default.endpoint=x:1", "choose another"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_in_the_configuration_is_named(String property, String text) {
    runner.withPropertyValues(property).run(context -> fails(context.getStartupFailure(), text));
  }

  @Configuration(proxyBeanMethods = false)
  static class NoGroup {
    @OnsListener(topic = "t")
    void receive(String text) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class Contradiction {
    @OnsListener(topic = "t", group = "g", ordered = true, batch = true)
    void receive(String text) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class SameTopic {
    @OnsListener(topic = "t", group = "g")
    void one(String text) {}

    @OnsListener(topic = "t", group = "g", tags = "b")
    void two(String text) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class OtherThreads {
    @OnsListener(topic = "t", group = "g", concurrency = "1")
    void one(String text) {}

    @OnsListener(topic = "u", group = "g", concurrency = "2")
    void two(String text) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class NoAnswer {
    @OnsListener(topic = "t", group = "g")
    String receive(String text) {
      return text;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NoList {
    @OnsListener(topic = "t", group = "g", batch = true)
    void receive(String text) {}
  }

  @Configuration(proxyBeanMethods = false)
  static class NoHandler {
    @OnsListener(topic = "t", group = "g", errorHandler = "nobody")
    void receive(String text) {}
  }

  @OnsTransactionListener(group = "g")
  static class NoChecker {}

  static Stream<Arguments> wrongBeans() {
    return Stream.of(
        Arguments.of(NoGroup.class, "has no group; name one, or set ons.group-id"),
        Arguments.of(Contradiction.class, "is ordered and a batch"),
        Arguments.of(SameTopic.class, "both subscribe the topic 't'"),
        Arguments.of(OtherThreads.class, "cannot have both ConsumeThreadNums=1 and"),
        Arguments.of(NoAnswer.class, "return nothing, Action or OrderAction"),
        Arguments.of(NoList.class, "take a List of payloads"),
        Arguments.of(NoHandler.class, "no OnsErrorHandler bean has that name"),
        Arguments.of(NoChecker.class, "no LocalTransactionChecker"));
  }

  @ParameterizedTest
  @MethodSource("wrongBeans")
  void a_mistake_in_a_bean_is_named(Class<?> bean, String text) {
    runner.withUserConfiguration(bean).run(context -> fails(context.getStartupFailure(), text));
  }

  @Configuration(proxyBeanMethods = false)
  static class Right {
    @OnsListener(topic = "t", group = "g", id = "right")
    void receive(String text) {}
  }

  @Test
  void a_listener_that_cannot_connect_stops_the_start_and_says_which_and_where() {
    runner
        .withUserConfiguration(Right.class)
        .withPropertyValues(
            "ons.access-key=any",
            "ons.secret-key=any",
            "ons.client.start-timeout-millis=500",
            "ons.listener.auto-start=true")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(
                        "the listeners [right] of the group 'g' at the server 'default' cannot start")
                    .hasStackTraceContaining("127.0.0.1:1"));
  }

  private static void fails(Throwable failure, String text) {
    assertThat(failure).isNotNull();
    assertThat(NestedExceptionUtils.getMostSpecificCause(failure))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining(text);
  }
}
