package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Received;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import io.openons.proto.v2.SubscriptionEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: what a push consumer holds stays with it while it lives, and goes to others when it is
 * gone.
 *
 * <p>Method: a push consumer on a connection of its own leases a message with renewal; another
 * member of the group waits for it.
 *
 * <p>A failure means: messages are consumed twice while a listener still works, or lie idle
 * although their consumer has died.
 */
@Execution(ExecutionMode.CONCURRENT) // most of its time is spent waiting
class ClientLifeTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void a_heartbeat_of_a_client_without_settings_is_answered(ClientType type) {
    var request = HeartbeatRequest.newBuilder().setClientType(type).setGroup(named(group));

    var answer = BROKER.connect(fresh("unknown")).call().heartbeat(request.build());

    assertCode(answer.getStatus(), Code.OK);
  }

  @Test
  void an_empty_heartbeat_is_answered_as_go_probes_with_it() {
    var answer = BROKER.client().call().heartbeat(HeartbeatRequest.getDefaultInstance());

    assertCode(answer.getStatus(), Code.OK);
  }

  @Test
  void the_goodbye_of_a_producer_needs_no_group() {
    var java = NotifyClientTerminationRequest.getDefaultInstance();
    var go = NotifyClientTerminationRequest.newBuilder().setGroup(Resource.getDefaultInstance());

    assertCode(BROKER.client().call().notifyClientTermination(java).getStatus(), Code.OK);
    assertCode(BROKER.client().call().notifyClientTermination(go.build()).getStatus(), Code.OK);
  }

  @Test
  void a_goodbye_with_a_bad_group_is_refused() {
    var request = NotifyClientTerminationRequest.newBuilder().setGroup(named("with blank"));

    assertCode(
        BROKER.client().call().notifyClientTermination(request.build()).getStatus(),
        Code.ILLEGAL_CONSUMER_GROUP);
  }

  @Test
  void renewal_wins_over_the_lease_that_the_client_asks_for() throws Exception {
    var consumer = BROKER.connect(fresh("consumer"));
    try (var stream = consumer.telemetry()) {
      stream.send(settings()).next();
      BROKER.client().call().sendMessage(send(message(topic, "hello")));
      var request = receive(group, topic).setAutoRenew(true).setInvisibleDuration(seconds(10));
      var handle = consumer.receive(request).handle();

      assertCode(other(11).status(), Code.MESSAGE_NOT_FOUND);
      assertCode(
          consumer.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
    }
  }

  @Test
  void a_message_of_a_broken_connection_goes_to_another_member() throws Exception {
    var consumer = BROKER.connect(fresh("consumer"));
    consumer.telemetry().send(settings()).next();
    var handle = leaseOne(consumer);

    consumer.close();

    assertRedelivered(handle);
  }

  @Test
  void a_message_of_a_consumer_that_says_goodbye_goes_to_another_member() throws Exception {
    var consumer = BROKER.connect(fresh("consumer"));
    try (var stream = consumer.telemetry()) {
      stream.send(settings()).next();
      var handle = leaseOne(consumer);

      var goodbye = NotifyClientTerminationRequest.newBuilder().setGroup(named(group));
      consumer.call().notifyClientTermination(goodbye.build());

      assertRedelivered(handle);
    }
  }

  @Test
  void the_end_of_an_older_stream_takes_nothing_from_a_client_with_a_newer_one() throws Exception {
    var consumer = BROKER.connect(fresh("consumer"));
    var older = consumer.telemetry();
    older.send(settings()).next();
    try (var newer = consumer.telemetry()) {
      newer.send(settings()).next();
      var handle = leaseOne(consumer);

      older.close();

      assertCode(other(7).status(), Code.MESSAGE_NOT_FOUND);
      assertCode(
          consumer.call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
    }
  }

  private String leaseOne(RawClient consumer) {
    BROKER.client().call().sendMessage(send(message(topic, "hello")));
    return consumer
        .receive(receive(group, topic).setAutoRenew(true).clearInvisibleDuration())
        .handle();
  }

  private Received other(long waitSeconds) {
    return BROKER
        .client()
        .receive(receive(group, topic).setLongPollingTimeout(seconds(waitSeconds)));
  }

  private void assertRedelivered(String handle) {
    var again = other(10).only().getSystemProperties();
    assertThat(again.getDeliveryAttempt()).isEqualTo(2);
    assertCode(
        BROKER.client().call().ackMessage(ack(group, topic, handle).build()).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
  }

  private Settings.Builder settings() {
    var entry = SubscriptionEntry.newBuilder().setTopic(named(topic)).setExpression(tags("*"));
    return Settings.newBuilder()
        .setClientType(ClientType.PUSH_CONSUMER)
        .setSubscription(Subscription.newBuilder().setGroup(named(group)).addSubscriptions(entry));
  }
}
