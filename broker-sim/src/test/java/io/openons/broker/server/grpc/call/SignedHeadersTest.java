package io.openons.broker.server.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openons.broker.core.access.Proof;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the headers of every official client are understood, and a fault in them is named without
 * giving anything away. Method: signatures that were computed elsewhere, in the forms of all
 * clients. A failure means a client that cannot log in.
 */
class SignedHeadersTest {
  private static final String SECRET = "shop-secret";
  private static final String SIGNED = "20260102T030405Z";
  private static final String SIGNATURE = "d431cab40c42845ecb21c65fc962d1709924cfff";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Java | MQv2-HMAC-SHA1 Credential=shop, SignedHeaders=x-mq-date-time, Signature=UPPER",
        "C++ | MQv2-HMAC-SHA1 Credential=shop/cn-hangzhou/RocketMQ, SignedHeaders=x-mq-date-time, Signature=UPPER",
        "Go | MQv2-HMAC-SHA1 Credential=shop//Rocketmq, SignedHeaders=x-mq-date-time, Signature=LOWER",
        "tight | MQv2-HMAC-SHA1 Credential=shop,SignedHeaders=x-mq-date-time,Signature=LOWER",
        "another order and case | mqv2 signature=d431CAB40c42845ecb21c65fc962d1709924cfff , credential = shop",
      })
  void the_header_of_every_client_is_understood(String client, String authorization) {
    Proof proof = new SignedHeaders(complete(authorization), SIGNED, "token").proof();

    assertThat(proof.accessKey()).isEqualTo("shop");
    assertThat(proof.sessionToken()).isEqualTo("token");
    assertThat(proof.isSignedWith(bytes(SECRET))).isTrue();
    assertThat(proof.isSignedWith(bytes(SECRET + "!"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop-secret | 2026-01-02T03:04:05.678+08:00 | d75c3ab3b0d7233f07ff76d42976611bb56138f7",
        "Jefe | what do ya want for nothing? | effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "geheim-ß | 20260102T030405Z | d0849efac3a143fdf371f5c72b33e40be1e54bd7",
      })
  void the_signature_covers_the_text_as_it_is(String secret, String signed, String signature) {
    Proof proof =
        new SignedHeaders("MQv2 Credential=a, Signature=" + signature, signed, "").proof();

    assertThat(proof.isSignedWith(bytes(secret))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "20260102T030405Z, 2026-01-02T03:04:05",
        "2026-01-02T03:04:05.678+08:00, 2026-01-02T03:04:05",
        "20261302T030405Z, none",
        "20260102T03, none",
        "what do ya want for nothing?, none",
      })
  void the_date_is_read_in_the_forms_of_all_clients(String text, LocalDateTime date) {
    String authorization = "MQv2 Credential=shop, Signature=d431";

    assertThat(new SignedHeaders(authorization, text, null).proof().signedAt()).isEqualTo(date);
  }

  @ParameterizedTest
  @CsvSource({"none", "' '"})
  void headers_without_a_signature_prove_nothing(String authorization) {
    SignedHeaders headers =
        new SignedHeaders(authorization.equals("none") ? null : authorization, SIGNED, "token");

    assertThat(headers.isAnonymous()).isTrue();
    assertThat(headers.proof()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "MQv2-HMAC-SHA1 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=, Signature=d431 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=/cn/RocketMQ, Signature=d431 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=shop | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature= | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=d431c | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=wxyz | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=d431 | none | no x-mq-date-time header",
      })
  void a_header_with_a_fault_is_refused_with_the_reason(
      String authorization, String dateTime, String reason) {
    BrokerException refusal =
        catchThrowableOfType(
            BrokerException.class, () -> new SignedHeaders(authorization, dateTime, null).proof());

    assertThat(refusal.reason()).isEqualTo(Reason.UNAUTHORIZED);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.getMessage()).doesNotContain("d431", "wxyz");
  }

  @Test
  void the_text_shows_no_secret() {
    SignedHeaders headers =
        new SignedHeaders("MQv2 Credential=shop, Signature=" + SIGNATURE, SIGNED, "token-7");

    assertThat(headers + " " + headers.proof()).doesNotContain("shop", SIGNATURE, "token-7");
  }

  private static String complete(String authorization) {
    return authorization
        .replace("UPPER", SIGNATURE.toUpperCase(Locale.ROOT))
        .replace("LOWER", SIGNATURE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
