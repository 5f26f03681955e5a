package io.openons.broker.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: whoever signs as an official client does is let in, and nobody else; a refusal says what to
 * do and gives nothing away. Method: signatures that were computed elsewhere, in the forms of all
 * clients. A failure means a client that cannot log in, or somebody who should not.
 */
class AccessControlTest {
  private static final String SECRET = "shop-secret";
  private static final String SIGNED = "20260102T030405Z";
  private static final String SIGNATURE = "d431cab40c42845ecb21c65fc962d1709924cfff";
  private static final Rules ALL = new Rules(Map.of("*", Right.BOTH));
  private static final Rules NONE = new Rules(Map.of());

  private final AccessControl access = AccessControl.of(users(user("shop", SECRET)));

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
    assertThatCode(() -> require(complete(authorization), SIGNED)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop-secret | 2026-01-02T03:04:05.678+08:00 | d75c3ab3b0d7233f07ff76d42976611bb56138f7",
        "Jefe | what do ya want for nothing? | effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "geheim-ß | 20260102T030405Z | d0849efac3a143fdf371f5c72b33e40be1e54bd7",
      })
  void the_signature_is_of_the_text_as_it_is_and_the_text_need_not_be_a_date(
      String secret, String signed, String signature) {
    AccessControl access = AccessControl.of(users(user("shop", secret)));

    assertThatCode(() -> access.require(credentials("shop", signed, signature), List.of()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none | none | is not signed",
        "' ' | x | is not signed",
        "MQv2-HMAC-SHA1 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=, Signature=d431 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=/cn/RocketMQ, Signature=d431 | x | empty access key",
        "MQv2-HMAC-SHA1 Credential=shop | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature= | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=d431c | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=wxyz | x | no hexadecimal signature",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=d431 | none | no x-mq-date-time header",
        "MQv2-HMAC-SHA1 Credential=stranger, Signature=d431 | x | is not known here",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=d431 | x | signature of access key shop is wrong",
        "MQv2-HMAC-SHA1 Credential=Shop, Signature=LOWER | 20260102T030405Z | is not known here",
        "MQv2-HMAC-SHA1 Credential=shop, Signature=LOWER | 20260102T030406Z | is wrong",
      })
  void what_is_not_signed_by_a_user_is_refused_with_the_reason(
      String authorization, String signed, String reason) {
    BrokerException refusal =
        catchThrowableOfType(BrokerException.class, () -> require(complete(authorization), signed));

    assertThat(refusal.reason()).isEqualTo(Reason.UNAUTHORIZED);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.getMessage()).doesNotContain("d431", SECRET, "stranger", "wxyz");
  }

  @Test
  void without_access_control_nobody_looks_at_a_signature() {
    assertThatCode(
            () ->
                AccessControl.off()
                    .require(
                        new Credentials("rubbish", null, null),
                        List.of(Need.publish(new ResourceName("", "orders")))))
        .doesNotThrowAnyException();
  }

  @Test
  void a_user_with_a_session_token_needs_it_in_every_request() {
    User user = new User("shop", SECRET, "token-7", ALL, ALL);
    AccessControl access = AccessControl.of(users(user));
    String authorization = credentials("shop", SIGNED, SIGNATURE).authorization();

    assertThatCode(
            () -> access.require(new Credentials(authorization, SIGNED, "token-7"), List.of()))
        .doesNotThrowAnyException();
    for (String other : new String[] {null, "", "token-8"}) {
      assertThat(
              catchThrowableOfType(
                  BrokerException.class,
                  () -> access.require(new Credentials(authorization, SIGNED, other), List.of())))
          .hasMessageContaining("needs a session token")
          .hasMessageNotContaining("token-7");
    }
  }

  @Test
  void a_right_is_named_that_is_missing() {
    AccessControl access =
        AccessControl.of(
            users(
                new User("shop", SECRET, null, new Rules(Map.of("orders", Right.PUBLISH)), NONE)));
    ResourceName orders = new ResourceName("", "orders");
    Credentials shop = credentials("shop", SIGNED, SIGNATURE);

    assertThat(access.permits(shop, Need.publish(orders))).isTrue();
    assertThat(access.permits(shop, Need.locate(orders))).isTrue();
    assertThat(
            catchThrowableOfType(
                BrokerException.class,
                () -> access.require(shop, List.of(Need.publish(orders), Need.subscribe(orders)))))
        .hasMessage(
            "access key shop lacks the right 'subscribe' on topic orders;"
                + " give it in the broker's users file")
        .extracting(BrokerException::reason)
        .isEqualTo(Reason.UNAUTHORIZED);
    assertThat(access.permits(shop, Need.consumeWith(orders))).isFalse();
  }

  @Test
  void other_users_hold_from_the_next_request_on() {
    Credentials shop = credentials("shop", SIGNED, SIGNATURE);
    Need need = Need.publish(new ResourceName("", "orders"));
    assertThat(access.permits(shop, need)).isTrue();

    access.replace(users(user("shop", "another secret")));

    assertThat(access.permits(shop, need)).isFalse();
  }

  @Test
  void nothing_that_holds_a_secret_shows_it() {
    User user = new User("shop", SECRET, "token-7", ALL, ALL);

    assertThat(user.toString() + credentials("shop", SIGNED, SIGNATURE))
        .doesNotContain(SECRET, "token-7", SIGNATURE);
  }

  private static String complete(String authorization) {
    return authorization == null
        ? null
        : authorization
            .replace("UPPER", SIGNATURE.toUpperCase(Locale.ROOT))
            .replace("LOWER", SIGNATURE);
  }

  private void require(String authorization, String signed) {
    access.require(new Credentials(authorization, signed, null), List.of());
  }

  private static Credentials credentials(String accessKey, String signed, String signature) {
    return new Credentials(
        "MQv2-HMAC-SHA1 Credential=%s, SignedHeaders=x-mq-date-time, Signature=%s"
            .formatted(accessKey, signature),
        signed,
        null);
  }

  private static User user(String accessKey, String secretKey) {
    return new User(accessKey, secretKey, null, ALL, ALL);
  }

  private static Users users(User... users) {
    return new Users(List.of(users));
  }
}
