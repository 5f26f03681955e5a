package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: all kinds of clients live alike: made, started once, used, shut down for good. Method:
 * every kind through each step of its life, in and out of order. A failure means: one kind
 * surprises those who know another.
 */
class ClientLifeTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();

  @TempDir private Path offsets;

  private Admin create(ClientKind kind, String... more) {
    return kind.create(sdk.properties("GID_life", withOffsets(more)));
  }

  private String[] withOffsets(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "ons.offsetsFolder";
    all[1] = offsets.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return all;
  }

  private static void assertRefused(Runnable use, ErrorCode code) {
    assertThatThrownBy(use::run)
        .isInstanceOfSatisfying(
            ONSClientException.class,
            refused -> assertThat(refused.getErrorCode()).isEqualTo(code));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("F-001")
  void the_factory_makes_a_client_that_is_not_started(ClientKind kind) {
    try (Admin client = create(kind)) {
      assertThat(client.isStarted()).isFalse();
      assertThat(client.isClosed()).isTrue();

      client.start();
      kind.use(client);

      assertThat(client.isStarted()).isTrue();
      assertThat(client.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PRODUCER", "ORDER_PRODUCER", "TRANSACTION_PRODUCER", "PULL_CONSUMER"})
  @Tag("F-003")
  void a_client_that_is_not_started_says_so(ClientKind kind) {
    try (Admin client = create(kind)) {
      assertRefused(() -> kind.use(client), ErrorCode.CLIENT_NOT_STARTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("F-004")
  void a_second_start_does_nothing(ClientKind kind) {
    try (Admin client = create(kind)) {
      client.start();
      Set<String> threads = clientThreads();

      client.start();

      assertThat(threads).containsAll(clientThreads());
      assertThat(client.isStarted()).isTrue();
    }
  }

  /** Listener and callback threads come as they are needed; timers and loops are made at once. */
  private static Set<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("ons-timer") || name.startsWith("ons-io"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("F-006")
  void a_client_that_was_shut_down_stays_so(ClientKind kind) {
    Admin client = create(kind);
    client.start();
    client.shutdown();
    client.shutdown();

    assertThat(client.isClosed()).isTrue();
    assertThat(client.isStarted()).isFalse();
    assertRefused(client::start, ErrorCode.CLIENT_CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"PRODUCER", "ORDER_PRODUCER", "TRANSACTION_PRODUCER", "PULL_CONSUMER"})
  @Tag("F-006")
  void a_client_that_was_shut_down_refuses_work(ClientKind kind) {
    Admin client = create(kind);
    client.start();
    client.shutdown();

    assertRefused(() -> kind.use(client), ErrorCode.CLIENT_CLOSED);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("F-010")
  void the_channel_of_a_user_is_accepted_and_changes_nothing(ClientKind kind) {
    try (Admin client = create(kind, "OnsChannel", "CLOUD")) {
      client.start();
      kind.use(client);

      assertThat(client.isStarted()).isTrue();
    }
  }
}
