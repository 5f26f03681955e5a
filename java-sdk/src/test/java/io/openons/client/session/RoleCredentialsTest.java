package io.openons.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.Metadata;
import io.openons.client.config.ClientKind;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.MetadataService;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: credentials of a role are there at the start and renewed in time.
 *
 * <p>Method: a metadata service that the test scripts, and a clock moved by hand.
 *
 * <p>A failure means: clients lose their rights while they run.
 */
class RoleCredentialsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration START_LIMIT = Duration.ofSeconds(5);

  private final ManualTimer timer = new ManualTimer();
  private final MetadataService service = new MetadataService();
  private final Seen<Credentials> used = new Seen<>("credentials");
  private final RoleCredentials role = role(service.address());

  @AfterEach
  void close() {
    role.close();
    service.close();
  }

  private RoleCredentials role(String address) {
    Properties properties =
        TestProperties.of("h:1", "RamRoleName", "a-role", "ons.metadataAddress", address);
    return new RoleCredentials(
        ProducerConfig.from(ClientKind.PRODUCER, properties).client().ramRole().orElseThrow(),
        timer,
        this::now,
        Runnable::run,
        used::add);
  }

  private Instant now() {
    return START.plusNanos(timer.nanoTime());
  }

  @Test
  @Tag("F-024")
  void the_first_credentials_are_those_of_the_service() {
    service.gives("first", START.plus(LIFE));

    role.begin(START_LIMIT);

    assertThat(used.next())
        .isEqualTo(new Credentials("first", "secret-of-first", "token-of-first"));
    assertThat(service.requests.next())
        .isEqualTo("/latest/meta-data/ram/security-credentials/a-role");
  }

  @Test
  @Tag("F-024")
  void they_are_renewed_before_they_expire_again_and_again() {
    service.gives("first", START.plus(LIFE));
    role.begin(START_LIMIT);
    service.gives("second", START.plus(LIFE).plus(LIFE));

    timer.advance(LIFE.minus(RoleCredentials.AHEAD).minusMillis(1));
    assertThat(used.size()).isEqualTo(1);
    timer.advance(Duration.ofMillis(1));
    assertThat(used.next(2)).extracting(Credentials::accessKey).contains("second");

    service.gives("third", START.plus(LIFE.multipliedBy(3)));
    timer.advance(LIFE);
    assertThat(used.next().accessKey()).isEqualTo("third");
  }

  @Test
  void short_lived_ones_are_renewed_in_the_middle_of_their_life() {
    service.gives("first", START.plusSeconds(60));
    role.begin(START_LIMIT);
    service.gives("second", START.plusSeconds(120));

    timer.advance(Duration.ofSeconds(30));

    assertThat(used.next(2)).extracting(Credentials::accessKey).containsExactly("first", "second");
  }

  @Test
  void a_failed_renewal_leaves_the_old_ones_in_use_and_is_repeated() {
    service.gives("first", START.plus(LIFE));
    role.begin(START_LIMIT);
    service.answers(500, "out of order");
    timer.advance(LIFE.minus(RoleCredentials.AHEAD));
    assertThat(used.size()).isEqualTo(1);
    service.gives("second", START.plus(LIFE).plus(LIFE));

    timer.advance(RoleCredentials.AGAIN);

    assertThat(used.next(2)).extracting(Credentials::accessKey).containsExactly("first", "second");
  }

  @Test
  void nothing_is_asked_after_the_end() {
    service.gives("first", START.plus(LIFE));
    role.begin(START_LIMIT);
    role.close();

    timer.advance(LIFE);

    assertThat(service.requests.size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | no such role | HTTP 404",
        "200 | {} | lacks a part",
        "200 | {\"Code\": \"Failed\"} | Failed",
        "200 | null | empty",
        "200 | <html> | cannot be read",
      })
  void an_answer_without_credentials_names_role_reason_and_remedy(
      int status, String body, String reason) {
    service.answers(status, body);

    ONSClientException failure =
        catchThrowableOfType(ONSClientException.class, () -> role.begin(START_LIMIT));

    assertThat(failure.getErrorCode()).isEqualTo(ErrorCode.CREDENTIALS_NOT_AVAILABLE);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure)
        .hasMessageContaining("role a-role")
        .hasMessageContaining(service.address())
        .hasMessageContaining(reason)
        .hasMessageContaining("check RamRoleName");
  }

  @Test
  void credentials_that_are_over_are_none() {
    service.gives("old", START);

    assertThatThrownBy(() -> role.begin(START_LIMIT)).hasMessageContaining("expired at " + START);
  }

  @Test
  void a_service_that_fails_is_not_there_or_is_silent_can_be_asked_again() throws IOException {
    service.answers(503, "busy");
    assertThat(catchThrowableOfType(ONSClientException.class, () -> role.begin(START_LIMIT)))
        .matches(ONSClientException::isRetryable);

    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      RoleCredentials unanswered = role("http://127.0.0.1:" + silent.getLocalPort());
      assertThat(
              catchThrowableOfType(
                  ONSClientException.class, () -> unanswered.begin(Duration.ofMillis(100))))
          .matches(ONSClientException::isTimeout);
    }
    service.close();
    assertThat(catchThrowableOfType(ONSClientException.class, () -> role.begin(START_LIMIT)))
        .extracting(ONSClientException::getErrorCode)
        .isEqualTo(ErrorCode.SERVER_UNREACHABLE);
  }

  @Test
  @Tag("F-024")
  void a_client_signs_with_the_credentials_of_its_role() {
    service.gives("of-the-role", Instant.now().plus(LIFE));
    try (FakeServer server = new FakeServer()) {
      Properties properties =
          TestProperties.of(
              server.address(), "RamRoleName", "a-role", "ons.metadataAddress", service.address());
      properties.remove("AccessKey");
      properties.remove("SecretKey");
      try (Producer producer = ONSFactory.createProducer(properties)) {
        producer.start();

        assertThat(header(server, "authorization")).contains("Credential=of-the-role,");
        assertThat(header(server, "x-mq-session-token")).isEqualTo("token-of-of-the-role");
        assertThat(producer.describe().properties().get("AccessKey"))
            .hasToString("of-the-role (derived)");
        assertThatThrownBy(() -> producer.updateCredential(TestProperties.of("h:1")))
            .hasMessageContaining("renews its credentials itself");
      }
    }
  }

  private static String header(FakeServer server, String name) {
    return server
        .headers
        .get("Telemetry")
        .get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }
}
