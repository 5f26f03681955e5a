package io.openons.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.testing.LogLines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Goal: a connection has no more under way than it may, and one that stands still is closed.
 *
 * <p>Method: connections with low limits, on channels and a clock that the test moves.
 *
 * <p>A failure means: a client uses up the memory of the broker, or shuts others out.
 */
class ConnectionTest {
  private static final int CONNECTIONS = 2;
  private static final int CALLS_PER_CONNECTION = 3;
  private static final int CALLS = 4;
  private static final long BYTES_PER_CONNECTION = 1000;
  private static final long BYTES = 1200;
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final ServerLimits LIMITS =
      new ServerLimits(
          CONNECTIONS,
          CALLS_PER_CONNECTION,
          CALLS,
          2000,
          20_000,
          1 << 20,
          1 << 20,
          BYTES_PER_CONNECTION,
          BYTES,
          Duration.ofSeconds(30),
          STALL,
          10_000);

  private long now;
  private final Connections connections =
      new Connections(LIMITS, new FaultLog(() -> now), () -> now);
  private final EmbeddedChannel channel = open();
  private final Connection connection = connections.add(channel);

  private static EmbeddedChannel open() {
    var channel = new EmbeddedChannel();
    channel.freezeTime();
    return channel;
  }

  private void pass(Duration time) {
    now += time.toNanos();
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private static void assertRefused(ThrowingCallable request, String... texts) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS))
        .hasMessageContainingAll(texts);
  }

  private boolean isTaken(EmbeddedChannel further) {
    further
        .pipeline()
        .addLast(new FirstBytes(connections, CompletableFuture::new, new Http2Greeting()));
    further.runPendingTasks();
    return further.isOpen();
  }

  @Test
  void a_connection_too_many_is_closed_at_once_with_one_line_and_others_may_come_when_one_ends() {
    assertThat(isTaken(open())).isTrue();

    var lines = LogLines.of(() -> assertThat(isTaken(open())).isFalse());

    assertThat(lines)
        .containsOnlyOnce("open connections of this broker would be 3, and at most 2 are allowed");
    channel.close();
    assertThat(isTaken(open())).isTrue();
  }

  @Test
  void a_call_too_many_of_a_connection_is_refused_with_both_numbers_until_one_ends() {
    for (int i = 0; i < CALLS_PER_CONNECTION; i++) {
      connection.callBegins();
    }

    assertRefused(
        connection::callBegins, "calls under way of this connection would be 4", "at most 3");

    connection.callEnded();
    connection.callBegins();
  }

  @Test
  void a_call_too_many_of_the_broker_is_refused_to_those_with_more_than_their_share() {
    var other = connections.add(open());
    for (int i = 0; i < CALLS_PER_CONNECTION; i++) {
      connection.callBegins();
    }
    connection.callEnded();
    other.callBegins();
    other.callBegins(); // four, and each has its share

    assertRefused(connection::callBegins, "calls under way of this broker would be 5", "at most 4");
    connection.callEnded();
    connection.callBegins();
  }

  @Test
  void one_that_uses_up_the_calls_of_the_broker_does_not_shut_out_another() {
    for (int i = 0; i < CALLS_PER_CONNECTION; i++) {
      connection.callBegins();
    }
    var other = connections.add(open());

    other.callBegins();
    other.callBegins(); // the fifth, within its share

    assertRefused(other::callBegins, "calls under way of this broker would be 6", "at most 4");
  }

  @Test
  void unfinished_requests_of_a_connection_are_refused_at_its_limit_until_one_ends() {
    connection.requestGrows(BYTES_PER_CONNECTION - 1);

    assertRefused(
        () -> connection.requestGrows(1),
        "bytes of unfinished requests of this connection would be 1000",
        "at most 1000");

    connection.requestEnded(BYTES_PER_CONNECTION);
    connection.requestGrows(BYTES_PER_CONNECTION - 1);
  }

  @Test
  void unfinished_requests_of_the_broker_are_refused_to_those_with_more_than_their_share() {
    connection.requestGrows(900);
    var other = connections.add(open());

    other.requestGrows(600); // more than 1200 together, within its share
    assertRefused(
        () -> other.requestGrows(1),
        "bytes of unfinished requests of this broker would be 1501",
        "at most 1200");

    connection.requestEnded(900);
    other.requestGrows(1);
  }

  @Test
  void a_connection_that_takes_nothing_of_an_answer_for_a_minute_is_closed_with_one_line() {
    connection.sends(100);
    pass(STALL);
    assertThat(channel.isOpen()).isTrue();

    var lines = LogLines.of(() -> pass(STALL.dividedBy(4)));

    assertThat(channel.isOpen()).isFalse();
    assertThat(lines).containsOnlyOnce("has taken nothing of 100 bytes of answers for 60000 ms");
  }

  @Test
  void a_connection_that_adds_nothing_to_a_request_for_a_minute_is_closed_with_one_line() {
    connection.requestGrows(100);
    pass(STALL);
    assertThat(channel.isOpen()).isTrue();

    var lines = LogLines.of(() -> pass(STALL.dividedBy(4)));

    assertThat(channel.isOpen()).isFalse();
    assertThat(lines)
        .containsOnlyOnce("has added nothing to 100 bytes of unfinished requests for 60000 ms");
  }

  @Test
  void a_slow_connection_that_goes_on_stays_and_an_idle_one_too() {
    connection.sends(100);
    connection.requestGrows(1);
    for (int i = 0; i < 10; i++) {
      pass(STALL.dividedBy(2));
      connection.sent(1);
      connection.requestGrows(1);
    }
    assertThat(channel.isOpen()).isTrue();

    connection.sent(90);
    connection.requestEnded(11);
    pass(Duration.ofDays(1));
    assertThat(channel.isOpen()).isTrue();
  }
}
