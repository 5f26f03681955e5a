package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.millis;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.sql;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.Status;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.Language;
import io.openons.proto.v2.PrintThreadStackTraceCommand;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.RetryPolicy.StrategyCase;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import io.openons.proto.v2.SubscriptionEntry;
import io.openons.proto.v2.TelemetryCommand;
import io.openons.proto.v2.ThreadStackTrace;
import io.openons.proto.v2.UA;
import io.openons.proto.v2.VerifyMessageResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: every client gets settings that it can start with, on every stream and each time it asks.
 *
 * <p>Method: field by field, since clients of some language hang, fail or stop sending on each
 * field that is missing or zero.
 *
 * <p>A failure means: the clients of at least one language do not start.
 */
class TelemetryTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  @ParameterizedTest
  @EnumSource(names = {"PRODUCER", "PUSH_CONSUMER", "SIMPLE_CONSUMER", "PULL_CONSUMER"})
  void what_the_client_says_of_itself_comes_back_unchanged(ClientType type) throws Exception {
    var sent = settings(type);

    var answer = exchange(sent);

    assertCode(answer.getStatus(), Code.OK);
    var settings = answer.getSettings();
    assertThat(settings.getClientType()).isEqualTo(type);
    assertThat(settings.getAccessPoint()).isEqualTo(sent.getAccessPoint());
    assertThat(settings.getRequestTimeout()).isEqualTo(sent.getRequestTimeout());
    assertThat(settings.getUserAgent()).isEqualTo(sent.getUserAgent());
    assertThat(settings.getPubSubCase()).isEqualTo(sent.getPubSubCase());
    assertThat(settings.getPublishing().getTopicsList())
        .isEqualTo(sent.getPublishing().getTopicsList());
    assertThat(settings.getSubscription().getGroup()).isEqualTo(sent.getSubscription().getGroup());
    assertThat(settings.getSubscription().getSubscriptionsList())
        .isEqualTo(sent.getSubscription().getSubscriptionsList());
    assertThat(settings.hasMetric()).isTrue();
    assertThat(settings.getMetric().getOn()).isFalse();
  }

  @Test
  void a_producer_learns_how_to_send() throws Exception {
    var settings = exchange(settings(ClientType.PRODUCER)).getSettings();

    assertThat(settings.getPublishing().getMaxBodySize()).isEqualTo(4_194_304);
    assertThat(settings.getBackoffPolicy().getMaxAttempts()).isEqualTo(3);
    var backoff = settings.getBackoffPolicy().getExponentialBackoff();
    assertThat(backoff.getInitial()).isEqualTo(millis(10));
    assertThat(backoff.getMax()).isEqualTo(seconds(1));
    assertThat(backoff.getMultiplier()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"PUSH_CONSUMER", "SIMPLE_CONSUMER", "PULL_CONSUMER"})
  void a_consumer_learns_how_to_receive(ClientType type) throws Exception {
    var settings = exchange(settings(type)).getSettings();

    var subscription = settings.getSubscription();
    assertThat(subscription.hasFifo()).isTrue();
    assertThat(subscription.getFifo()).isFalse();
    assertThat(subscription.getReceiveBatchSize()).isEqualTo(32);
    assertThat(subscription.getLongPollingTimeout()).isEqualTo(seconds(20));
    var policy = settings.getBackoffPolicy();
    assertThat(policy.getMaxAttempts()).isEqualTo(17);
    assertThat(policy.getStrategyCase()).isEqualTo(StrategyCase.CUSTOMIZED_BACKOFF);
    assertThat(policy.getCustomizedBackoff().getNextList())
        .startsWith(seconds(10), seconds(30), seconds(60), seconds(120))
        .endsWith(seconds(1_800), seconds(3_600), seconds(7_200))
        .hasSize(16);
  }

  @Test
  void what_one_consumer_wishes_of_its_group_all_of_them_learn() throws Exception {
    var wishes = settings(ClientType.PUSH_CONSUMER).toBuilder();
    wishes.getSubscriptionBuilder().setFifo(true);
    wishes
        .getBackoffPolicyBuilder()
        .setMaxAttempts(5)
        .getCustomizedBackoffBuilder()
        .addNext(seconds(1))
        .addNext(millis(2_500));
    var plain = settings(ClientType.SIMPLE_CONSUMER).toBuilder();
    plain.getSubscriptionBuilder().setGroup(wishes.getSubscription().getGroup());

    exchange(wishes.build());
    var settings = exchange(plain.build()).getSettings();

    assertThat(settings.getSubscription().getFifo()).isTrue();
    assertThat(settings.getBackoffPolicy().getMaxAttempts()).isEqualTo(5);
    assertThat(settings.getBackoffPolicy().getCustomizedBackoff().getNextList())
        .containsExactly(seconds(1), millis(2_500));
  }

  @Test
  void a_producer_without_topics_is_answered() throws Exception {
    var settings =
        Settings.newBuilder()
            .setClientType(ClientType.PRODUCER)
            .setPublishing(Publishing.getDefaultInstance());

    var answer = exchange(settings.build());

    assertCode(answer.getStatus(), Code.OK);
    assertThat(answer.getSettings().hasPublishing()).isTrue();
  }

  @Test
  void settings_sent_again_are_answered_again() throws Exception {
    var sent = settings(ClientType.PUSH_CONSUMER).toBuilder();
    try (var stream = BROKER.client().telemetry()) {
      stream.send(sent).next();

      var more = SubscriptionEntry.newBuilder().setTopic(inInstance(fresh("topic")));
      sent.getSubscriptionBuilder().addSubscriptions(more.setExpression(tags("a || b")));
      var answer = stream.send(sent).next();

      assertCode(answer.getStatus(), Code.OK);
      assertThat(answer.getSettings().getSubscription().getSubscriptionsList())
          .isEqualTo(sent.getSubscription().getSubscriptionsList());
    }
  }

  @Test
  void one_client_may_have_several_streams() throws Exception {
    var client = BROKER.connect(fresh("client"));
    try (var first = client.telemetry();
        var second = client.telemetry()) {
      assertCode(first.send(settings(ClientType.PRODUCER).toBuilder()).next().getStatus(), Code.OK);
      assertCode(
          second.send(settings(ClientType.PRODUCER).toBuilder()).next().getStatus(), Code.OK);
      assertCode(first.send(settings(ClientType.PRODUCER).toBuilder()).next().getStatus(), Code.OK);
    }
  }

  @Test
  void a_stream_that_the_client_completes_is_completed_by_the_broker() throws Exception {
    var stream = BROKER.client().telemetry();
    stream.send(settings(ClientType.PRODUCER).toBuilder()).next();

    stream.close();

    assertThat(stream.end().isOk()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void an_answer_that_nobody_asked_for_does_no_harm(String what, TelemetryCommand.Builder command)
      throws Exception {
    try (var stream = BROKER.client().telemetry()) {
      stream.send(settings(ClientType.PRODUCER).toBuilder()).next();

      stream.send(command);

      var answer = stream.send(settings(ClientType.PRODUCER).toBuilder()).next();
      assertCode(answer.getStatus(), Code.OK);
    }
  }

  static Stream<Arguments> an_answer_that_nobody_asked_for_does_no_harm() {
    return Stream.of(
        arguments(
            "stack trace",
            TelemetryCommand.newBuilder()
                .setThreadStackTrace(ThreadStackTrace.newBuilder().setNonce("unknown"))),
        arguments(
            "verification",
            TelemetryCommand.newBuilder()
                .setVerifyMessageResult(VerifyMessageResult.newBuilder().setNonce("unknown"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void a_command_that_no_client_may_give_is_refused_and_the_stream_goes_on(
      String what, TelemetryCommand.Builder command) throws Exception {
    try (var stream = BROKER.client().telemetry()) {
      assertCode(stream.send(command).next().getStatus(), Code.BAD_REQUEST);

      var answer = stream.send(settings(ClientType.PRODUCER).toBuilder()).next();
      assertCode(answer.getStatus(), Code.OK);
    }
  }

  static Stream<Arguments> a_command_that_no_client_may_give_is_refused_and_the_stream_goes_on() {
    return Stream.of(
        arguments("nothing", TelemetryCommand.newBuilder()),
        arguments(
            "a command of brokers",
            TelemetryCommand.newBuilder()
                .setPrintThreadStackTraceCommand(
                    PrintThreadStackTraceCommand.newBuilder().setNonce("mine"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void malformed_settings_end_the_stream_with_the_reason(String what, Settings.Builder settings) {
    try (var stream = BROKER.client().telemetry()) {
      stream.send(settings);

      var end = stream.end();

      assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(end.getDescription()).isNotBlank();
    }
  }

  static Stream<Arguments> malformed_settings_end_the_stream_with_the_reason() {
    return Stream.of(
        malformed("empty settings", Settings.newBuilder()),
        malformed(
            "settings of neither a producer nor a consumer",
            settings(ClientType.PRODUCER).toBuilder().clearPubSub()),
        malformed(
            "a bad topic to consume",
            consumer(
                Subscription.newBuilder()
                    .setGroup(inInstance("group"))
                    .addSubscriptions(
                        SubscriptionEntry.newBuilder().setTopic(inInstance("with blank"))))),
        malformed(
            "a bad group", consumer(Subscription.newBuilder().setGroup(inInstance("with blank")))),
        malformed("no group", consumer(Subscription.newBuilder())),
        malformed("a bad tag filter", filtering(tags("||"))),
        malformed("a bad SQL filter", filtering(sql("amount >"))));
  }

  private static Settings.Builder filtering(FilterExpression filter) {
    return consumer(
        Subscription.newBuilder()
            .setGroup(inInstance("group"))
            .addSubscriptions(
                SubscriptionEntry.newBuilder()
                    .setTopic(inInstance("topic"))
                    .setExpression(filter)));
  }

  @Test
  void a_client_whose_stream_was_ended_may_open_another() throws Exception {
    var client = BROKER.connect(fresh("client"));
    try (var stream = client.telemetry()) {
      stream.send(Settings.newBuilder()).end();
    }

    try (var stream = client.telemetry()) {
      var answer = stream.send(settings(ClientType.PRODUCER).toBuilder()).next();
      assertCode(answer.getStatus(), Code.OK);
    }
  }

  private static TelemetryCommand exchange(Settings settings) throws Exception {
    try (var stream = BROKER.connect(fresh("client")).telemetry()) {
      return stream.send(settings.toBuilder()).next();
    }
  }

  private static Settings settings(ClientType type) {
    var settings =
        Settings.newBuilder()
            .setClientType(type)
            .setAccessPoint(endpoints())
            .setRequestTimeout(seconds(3))
            .setUserAgent(
                UA.newBuilder()
                    .setLanguage(Language.RUST)
                    .setVersion("1.2.3")
                    .setPlatform("a platform")
                    .setHostname("a-host"));
    if (type == ClientType.PRODUCER) {
      return settings
          .setPublishing(Publishing.newBuilder().addTopics(inInstance(fresh("topic"))))
          .build();
    }
    return settings
        .setSubscription(
            Subscription.newBuilder()
                .setGroup(inInstance(fresh("group")))
                .addSubscriptions(
                    SubscriptionEntry.newBuilder()
                        .setTopic(inInstance(fresh("topic")))
                        .setExpression(tags("a"))))
        .build();
  }

  private static Settings.Builder consumer(Subscription.Builder subscription) {
    return Settings.newBuilder()
        .setClientType(ClientType.PUSH_CONSUMER)
        .setSubscription(subscription);
  }

  private static Resource inInstance(String name) {
    return Resource.newBuilder().setResourceNamespace("MQ_INST_1").setName(name).build();
  }

  private static Arguments malformed(String what, Settings.Builder settings) {
    return arguments(what, settings);
  }
}
