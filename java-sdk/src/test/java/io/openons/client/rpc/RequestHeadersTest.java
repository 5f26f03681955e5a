package io.openons.client.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.openons.client.config.Credentials;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: each request carries the headers that servers read.
 *
 * <p>Method: makes headers with and without credentials.
 *
 * <p>A failure means: servers refuse clients, or take them for another kind.
 */
class RequestHeadersTest {
  private final AtomicLong now =
      new AtomicLong(Instant.parse("2026-01-02T03:04:05.999Z").toEpochMilli());
  private final RequestHeaders headers =
      new RequestHeaders(
          "client-1",
          "MQ_INST_1_a",
          new Credentials("ak", "sk", ""),
          () -> Instant.ofEpochMilli(now.get()));

  @Test
  @Tag("F-017")
  void a_request_says_who_asks_when_and_in_which_instance() {
    Metadata sent = headers.next("request-1");

    assertThat(value(sent, "x-mq-client-id")).isEqualTo("client-1");
    assertThat(value(sent, "x-mq-language")).isEqualTo("JAVA");
    assertThat(value(sent, "x-mq-protocol")).isEqualTo("v2");
    assertThat(value(sent, "x-mq-client-version")).matches("5\\.\\d+\\.\\d+");
    assertThat(value(sent, "x-mq-namespace")).isEqualTo("MQ_INST_1_a");
    assertThat(value(sent, "x-mq-date-time")).isEqualTo("20260102T030405Z");
    assertThat(value(sent, "x-mq-request-id")).isEqualTo("request-1");
    assertThat(value(sent, "authorization")).startsWith("MQv2-HMAC-SHA1 Credential=ak, ");
    assertThat(value(sent, "x-mq-session-token")).isNull();
  }

  @Test
  void date_and_signature_follow_the_clock() {
    String before = value(headers.next("1"), "authorization");
    now.addAndGet(1);

    Metadata sent = headers.next("2");

    assertThat(value(sent, "x-mq-date-time")).isEqualTo("20260102T030406Z");
    assertThat(value(sent, "authorization")).isNotEqualTo(before);
  }

  @Test
  @Tag("F-022")
  void new_credentials_are_used_at_once_all_three_of_them() {
    headers.next("1");
    headers.credentials(new Credentials("other", "secret", "token"));

    Metadata sent = headers.next("2");

    assertThat(value(sent, "authorization")).contains("Credential=other,");
    assertThat(value(sent, "x-mq-session-token")).isEqualTo("token");
  }

  private static String value(Metadata headers, String name) {
    return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
  }
}
