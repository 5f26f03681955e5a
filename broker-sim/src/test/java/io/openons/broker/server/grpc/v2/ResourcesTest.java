package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.millis;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.timestamp;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.GroupSettings;
import io.openons.broker.MessageKind;
import io.openons.broker.OnsBroker;
import io.openons.broker.Permission;
import io.openons.broker.TopicSettings;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.testing.GuideExample;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: clients find the topics and groups that were declared, as they were declared.
 *
 * <p>Method: the guide's example, on a broker that makes no topics by itself.
 *
 * <p>A failure means: a team's topics differ from what the team wrote down, or a guide that is
 * wrong.
 */
class ResourcesTest {
  @TempDir static Path folder;

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(
          builder ->
              builder.autoCreateTopics(false).resources(GuideExample.json("resources.md", folder)));

  @Test
  void a_route_lists_the_declared_queues_and_types() {
    assertThat(route(BROKER.client(), "orders"))
        .hasSize(16)
        .allSatisfy(
            queue ->
                assertThat(queue.getAcceptMessageTypesList()).containsExactly(MessageType.FIFO));
    assertThat(route(BROKER.client(), "reminders"))
        .hasSize(8)
        .allSatisfy(
            queue ->
                assertThat(queue.getAcceptMessageTypesList())
                    .containsExactly(MessageType.NORMAL, MessageType.DELAY));
    assertThat(route(BROKER.client(), "MQ_INST_eu%payments"))
        .hasSize(4)
        .allSatisfy(
            queue ->
                assertThat(queue.getAcceptMessageTypesList())
                    .containsExactly(MessageType.TRANSACTION));
    assertThat(route(BROKER.client(), "archive"))
        .allSatisfy(
            queue ->
                assertThat(queue.getPermission()).isEqualTo(io.openons.proto.v2.Permission.READ));
  }

  @Test
  void what_is_not_declared_is_not_there() {
    assertCode(Rpc.QUERY_ROUTE.call(BROKER.client(), "payments", ""), Code.TOPIC_NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageType.class,
      names = {"NORMAL", "FIFO", "DELAY", "TRANSACTION"})
  @Tag("F-045")
  void a_message_of_another_type_is_refused_with_the_way_out(MessageType type) {
    var answer = BROKER.client().call().sendMessage(send(of(type, "orders"))).getStatus();

    if (type == MessageType.FIFO) {
      assertCode(answer, Code.OK);
    } else {
      assertCode(answer, Code.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
      assertThat(answer.getMessage())
          .contains("orders", "FIFO", type.name(), "send to another topic");
    }
  }

  @Test
  void a_topic_that_is_read_only_cannot_be_sent_to() {
    assertCode(Rpc.SEND_MESSAGE.call(BROKER.client(), "archive", ""), Code.FORBIDDEN);
  }

  @Test
  void a_client_learns_the_settings_of_its_group() throws Exception {
    var settings = settingsOf(BROKER.client(), "GID_orders");

    assertThat(settings.getSubscription().getFifo()).isTrue();
    assertThat(settings.getBackoffPolicy().getMaxAttempts()).isEqualTo(4);
    assertThat(settings.getBackoffPolicy().getCustomizedBackoff().getNextList())
        .containsExactly(seconds(1), seconds(10), seconds(7200));
    assertThat(
            settingsOf(BROKER.client(), "MQ_INST_eu%GID_payments")
                .getBackoffPolicy()
                .getMaxAttempts())
        .isEqualTo(3);
  }

  @Test
  void a_program_declares_what_its_tests_need() throws Exception {
    try (var broker = OnsBroker.start();
        var client = new RawClient(broker.endpoint(), "embedded")) {
      broker.createTopic(
          "A%ordered", new TopicSettings(2, Set.of(MessageKind.FIFO), Permission.READ_WRITE));
      broker.configureGroup("A%GID", new GroupSettings(true, 2, List.of(Duration.ofMillis(100))));

      assertThat(route(client, "A%ordered"))
          .hasSize(2)
          .allSatisfy(
              queue ->
                  assertThat(queue.getAcceptMessageTypesList()).containsExactly(MessageType.FIFO));
      assertCode(
          client.call().sendMessage(send(of(MessageType.NORMAL, "A%ordered"))).getStatus(),
          Code.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
      var settings = settingsOf(client, "A%GID");
      assertThat(settings.getSubscription().getFifo()).isTrue();
      assertThat(settings.getBackoffPolicy().getMaxAttempts()).isEqualTo(2);
      assertThat(settings.getBackoffPolicy().getCustomizedBackoff().getNextList())
          .containsExactly(millis(100));
      assertThatThrownBy(() -> broker.createTopic("A%ordered", TopicSettings.open(1)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("has 2 queues, which cannot become 1");
      assertThatThrownBy(() -> broker.configureGroup("a b", GroupSettings.DEFAULT))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("'a b' may have only letters");
    }
  }

  private static Message.Builder of(MessageType type, String topic) {
    var message = message(topic, "hello");
    var system = message.getSystemPropertiesBuilder().setMessageType(type);
    if (type == MessageType.FIFO) {
      system.setMessageGroup("customer-7");
    }
    if (type == MessageType.DELAY) {
      system.setDeliveryTimestamp(timestamp(Instant.now().plusSeconds(60)));
    }
    return message;
  }

  private static List<MessageQueue> route(RawClient client, String topic) {
    var request = QueryRouteRequest.newBuilder().setTopic(named(topic)).setEndpoints(endpoints());
    var route = client.call().queryRoute(request.build());
    assertCode(route.getStatus(), Code.OK);
    return route.getMessageQueuesList();
  }

  private static Settings settingsOf(RawClient client, String group) throws Exception {
    try (var stream = client.telemetry()) {
      return stream
          .send(
              Settings.newBuilder()
                  .setClientType(ClientType.PUSH_CONSUMER)
                  .setSubscription(Subscription.newBuilder().setGroup(named(group))))
          .next()
          .getSettings();
    }
  }
}
