package io.openons.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import io.grpc.Status;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.producer.OnsProducer;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Language;
import io.openons.proto.v2.PrintThreadStackTraceCommand;
import io.openons.proto.v2.ReconnectEndpointsCommand;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.TelemetryCommand;
import io.openons.proto.v2.VerifyMessageCommand;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: settings are exchanged, kept alive and renewed with every server.
 *
 * <p>Method: ends, breaks and silences streams of a scripted server, with a clock moved by hand.
 *
 * <p>A failure means: servers forget a client, or a client goes on with a dead connection.
 */
class TelemetryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private final Producer producer =
      new OnsProducer(
          ProducerConfig.from(
              ClientKind.PRODUCER,
              TestProperties.of(server.address(), "ons.requestTimeoutMillis", "200")),
          () -> new ClientRuntime(timer));

  @AfterEach
  void close() {
    producer.shutdown();
    server.close();
  }

  @Test
  @Tag("F-017")
  void the_first_settings_say_what_the_client_is() {
    producer.start();

    Settings settings = server.settings.next();
    assertThat(settings.getClientType()).isEqualTo(ClientType.PRODUCER);
    assertThat(settings.getAccessPoint()).isEqualTo(FakeServer.endpoints(server.port()));
    assertThat(settings.getRequestTimeout()).isEqualTo(FakeServer.millis(200));
    assertThat(settings.hasPublishing()).isTrue();
    assertThat(settings.getUserAgent().getLanguage()).isEqualTo(Language.JAVA);
    assertThat(settings.getUserAgent().getVersion()).matches("5\\.\\d+\\.\\d+");
  }

  @Test
  void a_new_topic_is_told_at_once() {
    producer.start();
    server.settings.next();

    producer.send(new Message("T", "t", new byte[1]));

    assertThat(server.settings.next().getPublishing().getTopicsList())
        .extracting(topic -> topic.getName())
        .containsExactly("T");
  }

  @Test
  void a_stream_that_ends_is_opened_again_with_settings_first_after_growing_pauses() {
    producer.start();
    server.settings.next();
    server.onSettings =
        sent -> {
          throw Status.UNAVAILABLE.asRuntimeException();
        };

    server.telemetries.next().end();
    timer.awaitPlanned(SECOND);
    timer.advance(SECOND);
    server.settings.next();
    timer.awaitPlanned(Duration.ofMillis(1500));
    server.onSettings = sent -> sent;
    timer.advance(Duration.ofMillis(1500));

    server.settings.next();
    assertThat(server.telemetries.size()).isEqualTo(2);
  }

  @Test
  void the_pause_is_short_again_after_a_success() {
    producer.start();
    for (int outage = 0; outage < 3; outage++) {
      server.settings.next();
      server.telemetries.next().fail(Status.UNAVAILABLE);
      timer.awaitPlanned(SECOND);
      timer.advance(SECOND);
    }
    server.settings.next();
  }

  @Test
  void heartbeats_come_every_ten_seconds() {
    producer.start();

    timer.advance(SECOND);
    assertThat(server.heartbeats.next().getClientType()).isEqualTo(ClientType.PRODUCER);
    timer.advance(Duration.ofSeconds(30));
    server.heartbeats.next(3);
    assertThat(server.heartbeats.size()).isZero();
  }

  @Test
  void a_server_that_forgot_the_client_is_told_again() {
    producer.start();
    server.settings.next();
    server.onHeartbeat = request -> FakeServer.status(Code.UNRECOGNIZED_CLIENT_TYPE);

    timer.advance(SECOND);

    server.settings.next();
  }

  @Test
  void a_connection_on_which_heartbeats_stay_unanswered_is_made_anew() {
    producer.start();
    server.telemetries.next();
    server.onHeartbeat = request -> null;

    timer.advance(SECOND);
    server.heartbeats.next();
    timer.advance(Duration.ofSeconds(10));
    server.heartbeats.next();

    server.telemetries.next();
    assertThat(server.connections()).hasSize(2);
  }

  @Test
  void a_server_can_ask_for_a_new_connection() {
    producer.start();
    server.settings.next();

    server
        .telemetries
        .next()
        .send(
            TelemetryCommand.newBuilder()
                .setReconnectEndpointsCommand(ReconnectEndpointsCommand.newBuilder().setNonce("n"))
                .build());

    server.telemetries.next();
    server.settings.next();
    assertThat(server.connections()).hasSize(2);
  }

  @Test
  void an_operator_gets_the_stacks_of_all_threads() {
    producer.start();

    server
        .telemetries
        .next()
        .send(
            TelemetryCommand.newBuilder()
                .setPrintThreadStackTraceCommand(
                    PrintThreadStackTraceCommand.newBuilder().setNonce("n1"))
                .build());

    TelemetryCommand answer = server.commands.next();
    assertThat(answer.getThreadStackTrace().getNonce()).isEqualTo("n1");
    assertThat(answer.getThreadStackTrace().getThreadStackTrace()).contains("ons-io-1");
  }

  @Test
  void a_command_that_this_client_cannot_do_is_answered_too() {
    producer.start();

    server
        .telemetries
        .next()
        .send(
            TelemetryCommand.newBuilder()
                .setVerifyMessageCommand(VerifyMessageCommand.newBuilder().setNonce("n2"))
                .build());

    TelemetryCommand answer = server.commands.next();
    assertThat(answer.getStatus().getCode()).isEqualTo(Code.NOT_IMPLEMENTED);
    assertThat(answer.getVerifyMessageResult().getNonce()).isEqualTo("n2");
  }

  @Test
  void routes_are_asked_for_again_every_thirty_seconds_and_changes_are_used() {
    producer.start();
    producer.send(new Message("T", "t", new byte[1]));
    server.routes.next();
    server.sends.next();
    try (FakeServer other = new FakeServer()) {
      server.advertised = FakeServer.endpoints(other.port());

      timer.advance(Duration.ofSeconds(30));
      server.routes.next();
      other.settings.next();

      producer.send(new Message("T", "t", new byte[1]));
      other.sends.next();
    }
  }

  @Test
  void the_platform_names_the_program_around_the_client() {
    assertThat(ClientCore.platform("")).isEqualTo(System.getProperty("os.name"));
    assertThat(ClientCore.platform("cpp/0.1.0")).endsWith("; cpp/0.1.0");
  }
}
