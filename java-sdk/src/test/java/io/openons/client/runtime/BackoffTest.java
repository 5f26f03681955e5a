package io.openons.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.testing.FakeServer;
import io.openons.proto.v2.CustomizedBackoff;
import io.openons.proto.v2.ExponentialBackoff;
import io.openons.proto.v2.RetryPolicy;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: pauses between attempts grow as the policy says.
 *
 * <p>Method: asks policies, ours and those of servers, for the pause after each attempt.
 *
 * <p>A failure means: a client floods a server in trouble, or waits for longer than it must.
 */
class BackoffTest {
  private static final Backoff FALLBACK = attempt -> Duration.ofDays(1);

  @Test
  void an_exponential_policy_grows_up_to_its_limit() {
    Backoff backoff =
        Backoff.of(
            RetryPolicy.newBuilder()
                .setExponentialBackoff(
                    ExponentialBackoff.newBuilder()
                        .setInitial(FakeServer.millis(10))
                        .setMax(FakeServer.millis(50))
                        .setMultiplier(2))
                .build(),
            FALLBACK);

    assertThat(millis(backoff, 5)).containsExactly(10, 20, 40, 50, 50);
    assertThat(backoff.delay(10_000)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void a_list_is_followed_and_its_end_holds() {
    Backoff backoff =
        Backoff.of(
            RetryPolicy.newBuilder()
                .setCustomizedBackoff(
                    CustomizedBackoff.newBuilder()
                        .addNext(FakeServer.millis(1000))
                        .addNext(FakeServer.millis(5000)))
                .build(),
            FALLBACK);

    assertThat(millis(backoff, 3)).containsExactly(1000, 5000, 5000);
  }

  @Test
  void a_policy_without_use_changes_nothing() {
    RetryPolicy emptyList =
        RetryPolicy.newBuilder().setCustomizedBackoff(CustomizedBackoff.newBuilder()).build();

    assertThat(Backoff.of(RetryPolicy.getDefaultInstance(), FALLBACK)).isSameAs(FALLBACK);
    assertThat(Backoff.of(emptyList, FALLBACK)).isSameAs(FALLBACK);
  }

  private static long[] millis(Backoff backoff, int attempts) {
    return IntStream.rangeClosed(1, attempts).mapToLong(i -> backoff.delay(i).toMillis()).toArray();
  }
}
