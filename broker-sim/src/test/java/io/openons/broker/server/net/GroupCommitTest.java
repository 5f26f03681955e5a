package io.openons.broker.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: requests that were read together are stored together, and each gets what is its own.
 * Method: one thread with a queue of tasks, and a publisher that writes down what it gets. A
 * failure means a write for each request, or an answer that went to somebody else.
 */
class GroupCommitTest {
  private static final ResourceName ORDERS = new ResourceName("", "orders");
  private static final ResourceName BILLS = new ResourceName("", "bills");

  private final DefaultEventExecutorGroup threads = new DefaultEventExecutorGroup(1);
  private final List<List<String>> published = new ArrayList<>();
  private final GroupCommit commit = new GroupCommit(this::publish, threads);

  @AfterEach
  void stop() {
    threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void requests_of_one_turn_are_one_write() {
    var results =
        inOneTurn(() -> List.of(send(ORDERS, "client", "a", "b"), send(ORDERS, "client", "c")));

    assertThat(published).containsExactly(List.of("a", "b", "c"));
    assertThat(ids(results.get(0))).containsExactly("a", "b");
    assertThat(ids(results.get(1))).containsExactly("c");
  }

  @Test
  void the_next_turn_is_another() {
    inOneTurn(() -> List.of(send(ORDERS, "client", "a")));
    inOneTurn(() -> List.of(send(ORDERS, "client", "b")));

    assertThat(published).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void topics_and_senders_stay_apart() {
    var results =
        inOneTurn(
            () ->
                List.of(
                    send(ORDERS, "client", "a"),
                    send(BILLS, "client", "b"),
                    send(ORDERS, "other", "c"),
                    send(ORDERS, "client", "d")));

    assertThat(published).containsExactly(List.of("a", "d"), List.of("b"), List.of("c"));
    assertThat(results.stream().map(GroupCommitTest::ids))
        .containsExactly(List.of("a"), List.of("b"), List.of("c"), List.of("d"));
  }

  @Test
  void a_topic_that_cannot_be_used_fails_its_own_requests_only() {
    var forbidden = new ResourceName("", "forbidden");

    var results =
        inOneTurn(
            () ->
                List.of(
                    send(forbidden, "client", "a"),
                    send(ORDERS, "client", "b"),
                    send(forbidden, "client", "c")));

    assertThat(ids(results.get(1))).containsExactly("b");
    for (int refused : new int[] {0, 2}) {
      assertThatThrownBy(results.get(refused)::join).hasRootCauseInstanceOf(BrokerException.class);
    }
  }

  @Test
  void elsewhere_a_request_is_published_at_once() {
    assertThat(ids(send(ORDERS, "client", "a"))).containsExactly("a");
    assertThat(published).containsExactly(List.of("a"));
  }

  /** Runs it as a task, as reading is one, and waits for the end of the turn. */
  private List<CompletableFuture<List<PublishResult>>> inOneTurn(
      Supplier<List<CompletableFuture<List<PublishResult>>>> reading) {
    var results =
        threads
            .submit(
                () -> {
                  var sent = reading.get();
                  assertThat(sent).noneMatch(CompletableFuture::isDone);
                  return sent;
                })
            .syncUninterruptibly()
            .getNow();
    threads.submit(() -> {}).syncUninterruptibly();
    assertThat(results).allMatch(CompletableFuture::isDone);
    return results;
  }

  private CompletableFuture<List<PublishResult>> send(
      ResourceName topic, String clientId, String... ids) {
    return commit.publish(
        topic, clientId, Arrays.stream(ids).map(GroupCommitTest::message).toList());
  }

  private CompletableFuture<List<PublishResult>> publish(
      ResourceName topic, String clientId, List<Submission> messages) {
    if (topic.name().equals("forbidden")) {
      throw new BrokerException(Reason.FORBIDDEN, "not to be sent to");
    }
    List<String> ids = messages.stream().map(outgoing -> outgoing.message().id()).toList();
    published.add(ids);
    return CompletableFuture.completedFuture(
        ids.stream().map(id -> PublishResult.stored(id, 0, 0)).toList());
  }

  private static List<String> ids(CompletableFuture<List<PublishResult>> results) {
    return results.join().stream().map(PublishResult::messageId).toList();
  }

  private static Submission message(String id) {
    return new Submission(
        new Message(
            id,
            MessageKind.NORMAL,
            null,
            List.of(),
            Map.of(),
            null,
            0,
            BodyEncoding.IDENTITY,
            0,
            "host",
            null,
            null,
            ByteBuffer.allocate(1)),
        null);
  }
}
