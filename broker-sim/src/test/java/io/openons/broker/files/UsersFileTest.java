package io.openons.broker.files;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openons.broker.core.VirtualTime;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.access.Proof;
import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.core.api.ResourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the users are those of the file, changes hold within a second, and a fault in it changes
 * nothing. Method: a virtual clock, and a file whose versions have times of their own. A failure
 * means users that are locked out, or ones that stay in.
 */
class UsersFileTest {
  private static final String SECRET = "shop-secret";
  private static final String TOKEN = "token-7";
  private static final String GOOD =
      """
      {
        "users": [
          {"accessKey": "shop", "secretKey": "shop-secret", "topics": {"orders": "both"}}
        ]
      }
      """;

  /** Signed with the secret of the good file. */
  private static final Proof SHOP =
      new Proof() {
        @Override
        public String accessKey() {
          return "shop";
        }

        @Override
        public boolean isSignedWith(byte[] secretKey) {
          return new String(secretKey, StandardCharsets.UTF_8).equals(SECRET);
        }

        @Override
        public String sessionToken() {
          return null;
        }

        @Override
        public LocalDateTime signedAt() {
          return LocalDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);
        }
      };

  @TempDir Path folder;
  private final VirtualTime time = new VirtualTime();
  private int versions;

  @Test
  void the_users_of_the_file_hold_from_the_start() throws IOException {
    AccessControl access = follow(write(GOOD));

    assertThat(access.isOn()).isTrue();
    assertThat(maySend(access, "orders")).isTrue();
    assertThat(maySend(access, "payments")).isFalse();
  }

  @Test
  void a_changed_file_holds_after_a_second() throws IOException {
    AccessControl access = follow(write(GOOD));
    write(GOOD.replace("orders", "payments"));
    assertThat(maySend(access, "orders")).isTrue();

    time.advance(Duration.ofSeconds(1));
    assertThat(maySend(access, "orders")).isFalse();
    assertThat(maySend(access, "payments")).isTrue();

    write(GOOD);
    time.advance(Duration.ofSeconds(1));
    assertThat(maySend(access, "orders")).isTrue();
  }

  @Test
  void a_broken_version_is_refused_in_one_line_of_the_log_and_the_users_of_before_stay()
      throws IOException {
    AccessControl access = follow(write(GOOD));

    write(GOOD.replace("\"both\"", "\"everything\""));
    String log = logOf(() -> time.advance(Duration.ofSeconds(5)));

    assertThat(log)
        .hasLineCount(1)
        .contains("ERROR", "users.json, line 3, users[0].topics.orders: must be one of [deny, ")
        .contains("keeping the previous users");
    assertThat(maySend(access, "orders")).isTrue();

    write(GOOD.replace("orders", "payments"));
    assertThat(logOf(() -> time.advance(Duration.ofSeconds(5)))).hasLineCount(1).contains("INFO");
    assertThat(maySend(access, "payments")).isTrue();
  }

  @Test
  void a_file_that_vanishes_leaves_the_users_in_force_until_it_is_back() throws IOException {
    Path file = write(GOOD);
    AccessControl access = follow(file);

    Files.delete(file);
    String log = logOf(() -> time.advance(Duration.ofSeconds(5)));
    assertThat(log).hasLineCount(1).contains("does not exist; create it or pass another path");
    assertThat(maySend(access, "orders")).isTrue();

    write(GOOD.replace("orders", "payments"));
    time.advance(Duration.ofSeconds(1));
    assertThat(maySend(access, "payments")).isTrue();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void a_fault_is_told_with_its_place_and_without_any_secret(String content, String told)
      throws IOException {
    Path file = write(content.replace('\'', '"'));

    ConfigurationException fault =
        catchThrowableOfType(ConfigurationException.class, () -> follow(file));

    assertThat(fault).hasMessageStartingWith("users file " + file).hasMessageContaining(told);
    assertThat(fault.getMessage()).hasLineCount(1).doesNotContain(SECRET, TOKEN);
    assertThat(fault).hasNoCause();
  }

  static Stream<Arguments> a_fault_is_told_with_its_place_and_without_any_secret() {
    return Stream.of(
        arguments("", "must be an object"),
        arguments("null", "must be an object {...}, not null"),
        arguments("{}", "line 1: must be {\"users\": [...]}, with one object per user"),
        arguments("{'users': [null]}", "must be {\"users\": [...]}"),
        arguments("{'users': 'shop-secret'}", "users[0]: must be an object {...}"),
        arguments("{'users': [7]}", "users[0]: must be an object {...}"),
        arguments("{'users': [], 'user': []}", "unknown field 'user'; expected one of [users]"),
        arguments("{'users': []} {}", "line 1: must be"),
        arguments("{'users': []", "is not JSON; check quotes, commas and brackets"),
        arguments(
            "{'users': [\n{'accessKey': 'a', 'secretKey': shop-secret}]}",
            "line 2, users[0]: is not JSON"),
        arguments("{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret}]}", "is not JSON"),
        arguments("{'users': [{'secretKey': 'shop-secret'}]}", "users[0]: 'accessKey' is missing"),
        arguments("{'users': [{'accessKey': 'a'}]}", "users[0]: 'secretKey' is missing"),
        arguments(
            "{'users': [{'accessKey': '', 'secretKey': 'shop-secret'}]}",
            "the access key is empty"),
        arguments(
            "{'users': [{'accessKey': 'shop-secret/', 'secretKey': 'shop-secret'}]}",
            "the access key is empty or has other"),
        arguments("{'users': [{'accessKey': 'a', 'secretKey': ''}]}", "the secret key is empty"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': ['shop-secret']}]}",
            "users[0].secretKey: must be a text in quotes"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'password': 'shop-secret'}]}",
            "unknown field 'password'"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'secretKey': 'shop-secret'}]}",
            "'secretKey'; remove one"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'topics': 'shop-secret'}]}",
            "users[0].topics: must be an object"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'topics': {'t': 'shop-secret'}}]}",
            "users[0].topics.t: must be one of [deny, publish, subscribe, both]"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'topics': {'t': 1}}]}",
            "users[0].topics.t: must be one of"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'topics': {'a*b': 'both'}}]}",
            "'a*b' is not a pattern"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'topics': {'t': null}}]}",
            "a pattern has no right"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'groups': {'g': 'publish'}}]}",
            "'publish' is not a right on groups"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 's'}, {'accessKey': 'a', 'secretKey': 't'}]}",
            "two users with the access key a"),
        arguments(
            "{'users': [{'accessKey': 'a', 'secretKey': 'shop-secret', 'sessionToken': {'x': 'token-7'}}]}",
            "sessionToken: must be a text"));
  }

  @Test
  void a_file_that_is_absent_or_a_folder_is_told_too() {
    assertThat(
            catchThrowableOfType(
                ConfigurationException.class, () -> follow(folder.resolve("absent.json"))))
        .hasMessageContaining("absent.json does not exist; create it or pass another path");
    assertThat(catchThrowableOfType(ConfigurationException.class, () -> follow(folder)))
        .hasMessageContaining("is a folder where a file belongs");
  }

  private AccessControl follow(Path file) {
    return UsersFile.follow(file, new SignatureDates(time, Duration.ZERO, false), time);
  }

  private static boolean maySend(AccessControl access, String topic) {
    return access.permits(access.authenticate(SHOP), Need.publish(new ResourceName("", topic)));
  }

  /** Writes a version of the file, with a time that no other version has. */
  private Path write(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("users.json"), content);
    return Files.setLastModifiedTime(file, FileTime.from(1_800_000_000L + versions++, SECONDS));
  }

  private static String logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
