package io.openons.broker.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: a user who signs is let in, and nobody else; a refusal says what to do and gives nothing
 * away; handles and client ids belong to the user who opened them. Method: proofs without a
 * protocol, and a clock that stands still. A failure means a client that cannot log in, or somebody
 * who should not.
 */
class AccessControlTest {
  private static final String SECRET = "shop-secret";
  private static final Rules ALL = new Rules(Map.of("*", Right.BOTH));
  private static final Rules NONE = new Rules(Map.of());
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final LocalDateTime UTC = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC);
  private static final SignatureDates DATES = SignatureDates.within(InstantSource.fixed(NOW));

  private final AccessControl access =
      AccessControl.of(users(user("shop", SECRET), user("mill", "mill-secret")), DATES);

  private record Key(String accessKey, String secret, String sessionToken, LocalDateTime signedAt)
      implements Proof {
    @Override
    public boolean isSignedWith(byte[] secretKey) {
      return new String(secretKey, StandardCharsets.UTF_8).equals(secret);
    }
  }

  private static Key key(String accessKey, String secret) {
    return new Key(accessKey, secret, null, UTC);
  }

  private final Proof shop = key("shop", SECRET);
  private final Proof mill = key("mill", "mill-secret");

  @ParameterizedTest
  @CsvSource({
    "stranger, shop-secret, is not known here",
    "Shop, shop-secret, is not known here",
    "shop, another, signature of access key shop is wrong"
  })
  void a_caller_who_is_no_user_is_refused_with_the_reason(
      String accessKey, String secret, String reason) {
    BrokerException refusal = refusal(() -> access.authenticate(key(accessKey, secret)));

    assertThat(refusal.reason()).isEqualTo(Reason.UNAUTHORIZED);
    assertThat(refusal).hasMessageContaining(reason);
    assertThat(refusal.getMessage()).doesNotContain(SECRET, "stranger", "another");
  }

  @Test
  void a_request_without_a_proof_is_refused_with_the_remedy() {
    assertThat(refusal(() -> access.authenticate(null)))
        .hasMessageContaining("is not signed")
        .hasMessageContaining("set an access key and a secret key");
  }

  @Test
  void without_access_control_every_caller_may_do_everything() {
    AccessControl off = AccessControl.off();

    Caller caller = off.authenticate(null);

    assertThat(off.permits(caller, Need.publish(new ResourceName("", "orders")))).isTrue();
    assertThat(off.seal(caller, "handle")).isEqualTo("handle");
    assertThat(off.unseal(caller, "handle", Reason.BAD_REQUEST)).isEqualTo("handle");
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT15M", "-PT15M", "PT8H", "PT-9H-30M", "PT14H", "PT5H58M"})
  void a_date_near_the_clock_in_a_time_zone_that_exists_is_accepted(Duration off) {
    assertThatCode(() -> access.authenticate(signedAt(UTC.plus(off)))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"PT-12H-16M", "PT14H16M", "P-365D", "P1D", "P7D"})
  void a_date_far_from_the_clock_is_refused_with_both_clocks(Duration off) {
    LocalDateTime date = UTC.plus(off);

    assertThat(refusal(() -> access.authenticate(signedAt(date))))
        .hasMessageContaining(date.toString())
        .hasMessageContaining("2026-01-02T03:04:05")
        .hasMessageContaining("900 s");
  }

  @Test
  void clients_of_one_zone_can_be_held_to_it() {
    InstantSource clock = InstantSource.fixed(NOW);
    AccessControl strict =
        AccessControl.of(
            users(user("shop", SECRET)), new SignatureDates(clock, Duration.ofMinutes(5), true));

    assertThatCode(() -> strict.authenticate(signedAt(UTC.plusMinutes(5))))
        .doesNotThrowAnyException();
    assertThat(refusal(() -> strict.authenticate(signedAt(UTC.plusMinutes(6))))).isNotNull();
    assertThat(refusal(() -> strict.authenticate(signedAt(UTC.plusHours(8))))).isNotNull();
  }

  @Test
  void a_window_of_zero_accepts_every_date() {
    AccessControl lax =
        AccessControl.of(
            users(user("shop", SECRET)),
            new SignatureDates(InstantSource.fixed(NOW), Duration.ZERO, false));

    assertThatCode(() -> lax.authenticate(signedAt(UTC.minusYears(9)))).doesNotThrowAnyException();
    assertThatCode(() -> lax.authenticate(signedAt(null))).doesNotThrowAnyException();
  }

  @Test
  void a_text_that_is_no_date_is_refused_with_the_form_of_one() {
    assertThat(refusal(() -> access.authenticate(signedAt(null))))
        .hasMessageContaining("such as 20260102T030405Z");
  }

  @Test
  void a_user_with_a_session_token_needs_it_in_every_request() {
    User user = new User(null, "shop", SECRET, "token-7", ALL, ALL);
    AccessControl access = AccessControl.of(users(user), DATES);

    assertThatCode(() -> access.authenticate(new Key("shop", SECRET, "token-7", UTC)))
        .doesNotThrowAnyException();
    for (String other : new String[] {null, "", "token-8"}) {
      assertThat(refusal(() -> access.authenticate(new Key("shop", SECRET, other, UTC))))
          .hasMessageContaining("needs a session token")
          .hasMessageNotContaining("token-7");
    }
  }

  @Test
  void a_right_is_named_that_is_missing() {
    Rules publish = new Rules(Map.of("orders", Right.PUBLISH));
    AccessControl access =
        AccessControl.of(users(new User(null, "shop", SECRET, null, publish, NONE)), DATES);
    ResourceName orders = new ResourceName("", "orders");
    Caller caller = access.authenticate(shop);

    assertThat(access.permits(caller, Need.publish(orders))).isTrue();
    assertThat(access.permits(caller, Need.locate(orders))).isTrue();
    assertThat(
            refusal(
                () ->
                    access.require(caller, List.of(Need.publish(orders), Need.subscribe(orders)))))
        .hasMessage(
            "access key shop lacks the right 'subscribe' on topic orders;"
                + " grant it in the broker's users file")
        .extracting(BrokerException::reason)
        .isEqualTo(Reason.UNAUTHORIZED);
    assertThat(access.permits(caller, Need.consumeWith(orders))).isFalse();
  }

  @Test
  void other_users_hold_from_the_next_request_on_also_for_callers_who_were_checked_before() {
    Caller caller = access.authenticate(shop);
    Need need = Need.publish(new ResourceName("", "orders"));
    assertThat(access.permits(caller, need)).isTrue();

    access.replace(users(user("shop", "another secret")));

    assertThat(access.permits(caller, need)).isFalse();
  }

  @Test
  void a_handle_belongs_to_the_user_who_got_it() {
    Caller owner = access.authenticate(shop);
    Caller other = access.authenticate(mill);
    String sealed = access.seal(owner, "1:a:b");

    assertThat(access.unseal(owner, sealed, Reason.BAD_REQUEST)).isEqualTo("1:a:b");
    for (String theft : List.of(sealed, "1:a:b", access.seal(other, "1:a:c"), "~", "")) {
      Caller thief = theft.startsWith("1:a:c") ? owner : other;
      assertThat(refusal(() -> access.unseal(thief, theft, Reason.INVALID_RECEIPT_HANDLE)))
          .as(theft)
          .hasMessageContaining("was not given this handle")
          .extracting(BrokerException::reason)
          .isEqualTo(Reason.INVALID_RECEIPT_HANDLE);
    }
  }

  @Test
  void access_keys_of_the_same_name_are_one_user() {
    AccessControl access =
        AccessControl.of(
            users(
                new User("firm", "shop", SECRET, null, ALL, ALL),
                new User("firm", "mill", "mill-secret", null, ALL, ALL)),
            DATES);
    Caller before = access.authenticate(shop);
    Caller after = access.authenticate(mill);

    assertThat(after.userName()).isEqualTo(before.userName());
    assertThat(access.unseal(after, access.seal(before, "handle"), Reason.BAD_REQUEST))
        .isEqualTo("handle");
  }

  @Test
  void nothing_that_holds_a_secret_shows_it() {
    User user = new User(null, "shop", SECRET, "token-7", ALL, ALL);

    assertThat(user + " " + access.authenticate(shop)).doesNotContain(SECRET, "token-7");
  }

  private static BrokerException refusal(Runnable call) {
    return catchThrowableOfType(BrokerException.class, call::run);
  }

  private static Proof signedAt(LocalDateTime date) {
    return new Key("shop", SECRET, null, date);
  }

  private static User user(String accessKey, String secretKey) {
    return new User(null, accessKey, secretKey, null, ALL, ALL);
  }

  private static Users users(User... users) {
    return new Users(List.of(users));
  }
}
