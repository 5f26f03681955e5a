package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.broker.OnsBroker;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: clients reach the server and the instance that their properties name, and no other. Method:
 * addresses in every form, two servers and two instances in one process. A failure means: messages
 * end up at a server or in an instance that nobody meant.
 */
class ConnectionTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();

  private Seen<Message> consume(Properties properties, String topic) {
    Seen<Message> seen = new Seen<>();
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          seen.add(message);
          return Action.CommitMessage;
        });
    sdk.started(consumer);
    return seen;
  }

  private Producer producer(Properties properties) {
    return sdk.started(ONSFactory.createProducer(properties));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "http://%s", "http://%s/"})
  @Tag("F-012")
  void an_address_may_have_a_scheme(String form) {
    Properties properties = sdk.properties("GID_forms");
    String endpoint = properties.getProperty(PropertyKeyConst.NAMESRV_ADDR);
    properties.setProperty(PropertyKeyConst.NAMESRV_ADDR, form.formatted(endpoint));

    assertThat(producer(properties).send(message("Forms", "x")).getMessageId()).isNotEmpty();
  }

  @Test
  @Tag("F-013")
  @Tag("F-014")
  void a_topic_of_the_same_name_in_two_instances_is_two_topics() {
    String instance = PropertyKeyConst.INSTANCE_ID;
    Seen<Message> first = consume(sdk.properties("GID_same", instance, "MQ_INST_1_a"), "Same");
    Seen<Message> second = consume(sdk.properties("GID_same", instance, "MQ_INST_2_b"), "Same");

    producer(sdk.properties("GID_p", instance, "MQ_INST_1_a")).send(message("Same", "for 1"));
    producer(sdk.properties("GID_p", instance, "MQ_INST_2_b")).send(message("Same", "for 2"));

    assertThat(body(first.next())).isEqualTo("for 1");
    assertThat(body(second.next())).isEqualTo("for 2");
    sdk.endClients(); // what was under way has come by now
    assertThat(first.size() + second.size()).isZero();
  }

  @Test
  @Tag("F-008")
  void clients_of_two_servers_in_one_process_do_not_mix() {
    try (OnsBroker other = OnsBroker.start()) {
      String address = PropertyKeyConst.NAMESRV_ADDR;
      Seen<Message> here = consume(sdk.properties("GID_two"), "Two");
      Seen<Message> there = consume(sdk.properties("GID_two", address, other.endpoint()), "Two");

      producer(sdk.properties("GID_p")).send(message("Two", "here"));
      producer(sdk.properties("GID_p", address, other.endpoint())).send(message("Two", "there"));

      assertThat(body(here.next())).isEqualTo("here");
      assertThat(body(there.next())).isEqualTo("there");
      sdk.endClients();
      assertThat(here.size() + there.size()).isZero();
    }
  }

  @Test
  @Tag("F-015")
  void a_topic_that_the_server_does_not_make_by_itself_is_named_in_the_error() {
    try (OnsBroker strict = OnsBroker.builder().autoCreateTopics(false).start()) {
      Properties properties =
          sdk.properties("GID_p", PropertyKeyConst.NAMESRV_ADDR, strict.endpoint());
      properties.setProperty(PropertyKeyConst.INSTANCE_ID, "MQ_INST_1_a");
      Producer producer = producer(properties);

      assertThatThrownBy(() -> producer.send(message("Missing", "x")))
          .hasMessageContaining("Missing")
          .hasMessageContaining("MQ_INST_1_a")
          .isInstanceOfSatisfying(
              ONSClientException.class,
              error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND));
      producer.shutdown();
    }
  }
}
