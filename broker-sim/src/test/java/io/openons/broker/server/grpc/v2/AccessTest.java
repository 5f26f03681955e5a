package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.openons.broker.OnsBroker;
import io.openons.broker.testing.GuideExample;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import io.openons.proto.v2.SubscriptionEntry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: with a users file, whoever may do something can do it by every call, and nobody else.
 *
 * <p>Method: the users of the guide's example times the table of calls.
 *
 * <p>A failure means: an open door, a locked-out client, or a guide that is wrong.
 */
class AccessTest {
  @TempDir static Path folder;

  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(
          builder ->
              builder
                  .users(GuideExample.json("access-control.md", folder))
                  .transactionChecks(Duration.ofMillis(1), Duration.ofMillis(1), 1000));

  @ParameterizedTest
  @EnumSource
  void an_unsigned_call_is_refused(Rpc rpc) {
    var status = rpc.call(BROKER.client(), "orders", "GID_billing");

    assertCode(status, Code.UNAUTHORIZED);
    assertThat(status.getMessage()).contains("is not signed", "set an access key and a secret key");
  }

  @ParameterizedTest
  @EnumSource
  void a_wrongly_signed_call_is_refused(Rpc rpc) {
    var status =
        rpc.call(BROKER.connect("liar").signedBy("operator", "guessed"), "orders", "GID_billing");

    assertCode(status, Code.UNAUTHORIZED);
    assertThat(status.getMessage()).contains("signature of access key operator is wrong");
  }

  @ParameterizedTest
  @EnumSource
  void a_user_without_any_right_on_the_resources_is_refused(Rpc rpc) {
    var status = rpc.call(billing(), "payroll", "GID_payroll");

    assertCode(status, Code.UNAUTHORIZED);
    assertThat(status.getMessage()).contains("access key billing lacks the right", "payroll");
  }

  @ParameterizedTest
  @EnumSource
  void a_user_with_all_rights_is_let_through(Rpc rpc) {
    var topic = fresh("topic");
    Rpc.QUERY_ROUTE.call(operator(), topic, "");

    assertThat(rpc.call(operator(), topic, fresh("group")).getCode())
        .isNotIn(Code.UNAUTHORIZED, Code.INTERNAL_SERVER_ERROR, Code.CODE_UNSPECIFIED);
  }

  @Test
  void the_specific_rule_wins_over_the_default() {
    assertCode(Rpc.SEND_MESSAGE.call(operator(), "payroll", ""), Code.UNAUTHORIZED);
    assertCode(Rpc.QUERY_ROUTE.call(operator(), "payroll", ""), Code.UNAUTHORIZED);
    assertCode(Rpc.SEND_MESSAGE.call(operator(), "payroll-2", ""), Code.OK);
  }

  @Test
  void who_may_publish_finds_the_topic_and_sends_but_does_not_consume() {
    assertCode(Rpc.QUERY_ROUTE.call(orderService(), "orders", ""), Code.OK);
    assertCode(Rpc.SEND_MESSAGE.call(orderService(), "orders", ""), Code.OK);
    assertCode(
        Rpc.RECEIVE_MESSAGE.call(orderService(), "orders", "GID_billing"), Code.UNAUTHORIZED);
    assertCode(Rpc.QUERY_OFFSET.call(orderService(), "orders", ""), Code.UNAUTHORIZED);
  }

  @Test
  void who_may_subscribe_finds_the_topic_and_consumes_but_does_not_send() {
    Rpc.QUERY_ROUTE.call(operator(), "orders", "");

    assertCode(Rpc.QUERY_ROUTE.call(billing(), "orders", ""), Code.OK);
    assertThat(Rpc.RECEIVE_MESSAGE.call(billing(), "orders", "GID_billing-2").getCode())
        .isIn(Code.OK, Code.MESSAGE_NOT_FOUND);
    assertCode(Rpc.RECEIVE_MESSAGE.call(billing(), "orders", "GID_other"), Code.UNAUTHORIZED);
    assertCode(Rpc.SEND_MESSAGE.call(billing(), "orders", ""), Code.UNAUTHORIZED);
    assertCode(Rpc.RECALL_MESSAGE.call(billing(), "orders", ""), Code.UNAUTHORIZED);
    assertCode(Rpc.END_TRANSACTION.call(billing(), "orders", ""), Code.UNAUTHORIZED);
  }

  @Test
  void a_request_with_one_forbidden_message_among_others_is_refused() {
    var mixed = send(message("orders", "mine"), message("payroll", "not mine"));

    assertCode(orderService().call().sendMessage(mixed).getStatus(), Code.UNAUTHORIZED);
  }

  @ParameterizedTest
  @CsvSource({
    "MQ_INST_eu, orders-1, OK",
    "MQ_INST_eu, MQ_INST_eu%orders-1, OK",
    "'', MQ_INST_eu%orders-1, OK",
    "MQ_INST_us, orders, UNAUTHORIZED",
    "'', MQ_INST_us%orders, UNAUTHORIZED",
    "'', orders-1, UNAUTHORIZED",
    "MQ_INST_us, MQ_INST_eu%orders-1, UNAUTHORIZED"
  })
  void the_instance_is_part_of_the_name(String instance, String name, Code expected) {
    var topic = Resource.newBuilder().setResourceNamespace(instance).setName(name);
    var request = QueryRouteRequest.newBuilder().setTopic(topic).setEndpoints(endpoints());

    assertCode(orderService().call().queryRoute(request.build()).getStatus(), expected);
  }

  @Test
  void a_session_token_that_a_user_needs_is_demanded() {
    Rpc.QUERY_ROUTE.call(operator(), "orders", "");
    var without = BROKER.connect("no-token").signedBy("billing", "change-me-e01b44");

    assertCode(Rpc.QUERY_ROUTE.call(without, "orders", ""), Code.UNAUTHORIZED);
    assertCode(Rpc.QUERY_ROUTE.call(billing(), "orders", ""), Code.OK);
  }

  @Test
  void a_producer_beats_and_ends_with_nothing_but_a_signature() {
    var beat = HeartbeatRequest.newBuilder().setClientType(ClientType.PRODUCER).build();
    var end = NotifyClientTerminationRequest.newBuilder().setGroup(named("")).build();

    assertCode(orderService().call().heartbeat(beat).getStatus(), Code.OK);
    assertCode(orderService().call().notifyClientTermination(end).getStatus(), Code.OK);
    assertCode(BROKER.client().call().heartbeat(beat).getStatus(), Code.UNAUTHORIZED);
    assertCode(BROKER.client().call().notifyClientTermination(end).getStatus(), Code.UNAUTHORIZED);
  }

  @Test
  void an_empty_heartbeat_needs_no_signature_but_must_not_have_a_wrong_one() {
    var empty = HeartbeatRequest.getDefaultInstance();
    var liar = BROKER.connect("liar").signedBy("operator", "guessed");

    assertCode(BROKER.client().call().heartbeat(empty).getStatus(), Code.OK);
    assertCode(liar.call().heartbeat(empty).getStatus(), Code.UNAUTHORIZED);
  }

  @Test
  void a_stream_that_nobody_known_signed_ends_at_once() {
    var ended = BROKER.client().telemetry().end();

    assertThat(ended.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(ended.getDescription()).contains("UNAUTHORIZED", "is not signed");
  }

  @Test
  void settings_with_what_the_user_may_not_do_end_the_stream_with_the_reason() {
    for (var settings :
        new Settings.Builder[] {
          publishing("orders", "payroll"),
          subscribing("GID_other", "orders"),
          subscribing("GID_billing", "payroll")
        }) {
      var client = settings.hasPublishing() ? orderService() : billing();
      var ended = client.telemetry().send(settings).end();

      assertThat(ended.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(ended.getDescription()).contains("UNAUTHORIZED", "lacks the right");
    }
  }

  @Test
  void a_refused_stream_says_so_by_a_command_first_as_node_reads_it() throws Exception {
    var stream = orderService().telemetry().send(subscribing("GID_other", "orders"));

    assertCode(stream.next().getStatus(), Code.UNAUTHORIZED);
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void a_client_in_rust_reads_the_failed_call_and_gets_no_command() {
    var rust = orderService().with("x-mq-language", "RUST");

    var end = rust.telemetry().send(subscribing("GID_other", "orders")).end();

    assertThat(end.getDescription()).contains("UNAUTHORIZED", "lacks the right");
  }

  @Test
  void settings_with_what_the_user_may_do_are_answered() throws Exception {
    try (var producer = orderService().telemetry();
        var consumer = billing().telemetry()) {
      assertCode(producer.send(publishing("orders")).next().getStatus(), Code.OK);
      assertCode(consumer.send(subscribing("GID_billing", "orders")).next().getStatus(), Code.OK);
    }
  }

  @Test
  void a_signature_of_long_ago_is_refused_with_both_clocks() {
    var old = BROKER.connect("old").signedBy("operator", "change-me-93fa08", "20260102T030405Z");

    var status = Rpc.QUERY_ROUTE.call(old, "orders", "");

    assertCode(status, Code.UNAUTHORIZED);
    assertThat(status.getMessage()).contains("2026-01-02T03:04:05", "this broker's clock is at");
  }

  @Test
  void without_a_users_file_signatures_are_not_looked_at() {
    try (var open = OnsBroker.start();
        var client =
            new RawClient(open.endpoint(), "any")
                .with("authorization", "MQv2-HMAC-SHA1 Credential=, Signature=")) {
      assertCode(Rpc.SEND_MESSAGE.call(client, "orders", ""), Code.OK);
    }
  }

  private static Settings.Builder publishing(String... topics) {
    var publishing = Publishing.newBuilder();
    for (var topic : topics) {
      publishing.addTopics(named(topic));
    }
    return Settings.newBuilder().setClientType(ClientType.PRODUCER).setPublishing(publishing);
  }

  private static Settings.Builder subscribing(String group, String topic) {
    return Settings.newBuilder()
        .setClientType(ClientType.PUSH_CONSUMER)
        .setSubscription(
            Subscription.newBuilder()
                .setGroup(named(group))
                .addSubscriptions(
                    SubscriptionEntry.newBuilder()
                        .setTopic(named(topic))
                        .setExpression(tags("*"))));
  }

  private static RawClient orderService() {
    return BROKER.connect("order-service").signedBy("order-service", "change-me-7c2d91");
  }

  private static RawClient billing() {
    return BROKER
        .connect("billing")
        .signedBy("billing", "change-me-e01b44")
        .with("x-mq-session-token", "change-me-too-5a");
  }

  private static RawClient operator() {
    return BROKER.connect("operator").signedBy("operator", "change-me-93fa08");
  }
}
