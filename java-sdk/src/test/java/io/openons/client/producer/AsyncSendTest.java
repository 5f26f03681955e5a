package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: asynchronous sends call back once, within bounds, on threads that may block.
 *
 * <p>Method: sends against a scripted server, with callbacks and executors of many kinds.
 *
 * <p>A failure means: a callback is missing or doubled, or a fast sender fills the memory.
 */
class AsyncSendTest {
  private final FakeServer server = new FakeServer();
  private Producer producer;

  @AfterEach
  void close() {
    if (producer != null) {
      producer.shutdown();
    }
    server.close();
  }

  private void start(String... properties) {
    producer = ONSFactory.createProducer(TestProperties.of(server.address(), properties));
    producer.start();
  }

  private static Message message() {
    return new Message("T", "tag", new byte[] {1});
  }

  /** Keeps every call of a callback, with its thread. */
  private static final class Outcomes implements SendCallback {
    private record Outcome(SendResult result, OnExceptionContext failure, String thread) {}

    private final Seen<Outcome> all = new Seen<>("outcome");

    @Override
    public void onSuccess(SendResult sendResult) {
      all.add(new Outcome(sendResult, null, Thread.currentThread().getName()));
    }

    @Override
    public void onException(OnExceptionContext context) {
      all.add(new Outcome(null, context, Thread.currentThread().getName()));
    }
  }

  @Test
  @Tag("F-031")
  void a_stored_message_is_reported_once_on_a_shared_callback_thread() {
    start();
    Outcomes outcomes = new Outcomes();
    Message message = message();

    producer.sendAsync(message, outcomes);

    Outcomes.Outcome outcome = outcomes.all.next();
    assertThat(outcome.result().getMessageId()).isEqualTo(message.getMsgID());
    assertThat(outcome.thread()).startsWith("ons-callback");
    producer.shutdown();
    assertThat(outcomes.all.size()).isZero();
  }

  @Test
  @Tag("F-031")
  void a_failure_names_topic_message_and_reason() {
    start();
    server.onSend = request -> FakeServer.refused(Code.INTERNAL_SERVER_ERROR);
    Outcomes outcomes = new Outcomes();
    Message message = message();

    producer.sendAsync(message, outcomes);

    OnExceptionContext failure = outcomes.all.next().failure();
    assertThat(failure.getTopic()).isEqualTo("T");
    assertThat(failure.getMessageId()).isEqualTo(message.getMsgID());
    assertThat(failure.getException().getErrorCode()).isEqualTo(ErrorCode.INTERNAL_SERVER_ERROR);
    assertThat(server.sends.size()).isEqualTo(3);
  }

  @Test
  @Tag("F-033")
  void callbacks_run_on_the_executor_of_the_application() {
    start();
    Outcomes outcomes = new Outcomes();
    ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
    try {
      producer.setCallbackExecutor(own);
      producer.sendAsync(message(), outcomes);

      assertThat(outcomes.all.next().thread()).isEqualTo("own");
    } finally {
      own.shutdownNow();
    }

    producer.sendAsync(message(), outcomes);

    assertThat(outcomes.all.next().thread()).startsWith("ons-callback");
  }

  @Test
  void a_callback_that_throws_harms_nobody() {
    start();
    producer.sendAsync(
        message(),
        new SendCallback() {
          @Override
          public void onSuccess(SendResult sendResult) {
            throw new IllegalStateException("from the callback");
          }

          @Override
          public void onException(OnExceptionContext context) {}
        });
    Outcomes outcomes = new Outcomes();

    producer.sendAsync(message(), outcomes);

    assertThat(outcomes.all.next().result()).isNotNull();
  }

  @Test
  void a_future_gets_the_result_or_the_error() throws Exception {
    start();
    assertThat(producer.sendAsync(message()).get(60, TimeUnit.SECONDS).getTopic()).isEqualTo("T");
    server.onSend = request -> FakeServer.refused(Code.UNAUTHORIZED);

    CompletableFuture<SendResult> failed = producer.sendAsync(message());
    CompletableFuture<SendResult> unusable = producer.sendAsync(new Message("T", "t", null));

    assertThatThrownBy(() -> failed.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ONSClientException.class);
    assertThat(unusable).isCompletedExceptionally();
  }

  @Test
  void beyond_the_bound_a_send_is_throttled_and_room_comes_back() {
    start("ons.maxInFlightMessages", "2");
    CountDownLatch release = holdSends();
    Outcomes held = new Outcomes();
    Outcomes beyond = new Outcomes();

    producer.sendAsync(message(), held);
    producer.sendAsync(message(), held);
    producer.sendAsync(message(), beyond);

    ONSClientException error = beyond.all.next().failure().getException();
    assertThat(error.isThrottled()).isTrue();
    assertThat(error).hasMessageContaining("ons.maxInFlightMessages");
    assertThatThrownBy(() -> producer.sendOneway(message()))
        .isInstanceOfSatisfying(
            ONSClientException.class, refused -> assertThat(refused.isThrottled()).isTrue());
    assertThat(held.all.size()).isZero();

    release.countDown();
    assertThat(held.all.next(2)).allMatch(outcome -> outcome.result() != null);
    producer.sendAsync(message(), beyond);
    assertThat(beyond.all.next().result()).isNotNull();
  }

  @Test
  void a_sender_is_not_held_up_by_the_server_or_by_callbacks_and_nothing_is_told_twice() {
    start("ons.maxInFlightMessages", "10");
    CountDownLatch speak = holdSends();
    CountDownLatch listen = new CountDownLatch(1);
    ExecutorService busy = Executors.newSingleThreadExecutor();
    try {
      busy.execute(() -> await(listen));
      producer.setCallbackExecutor(busy);
      Outcomes outcomes = new Outcomes();

      IntStream.range(0, 100).forEach(i -> producer.sendAsync(message(), outcomes));

      assertThat(outcomes.all.size()).isZero();
      listen.countDown();
      assertThat(outcomes.all.next(90))
          .allMatch(outcome -> outcome.failure().getException().isThrottled());
      speak.countDown();
      producer.shutdown();
      assertThat(outcomes.all.size()).isEqualTo(10);
      assertThat(outcomes.all.next(10)).allMatch(outcome -> outcome.result() != null);
    } finally {
      listen.countDown();
      busy.shutdownNow();
    }
  }

  @Test
  void bytes_in_flight_are_bounded_too() {
    start("ons.maxInFlightMiB", "1");
    CountDownLatch release = holdSends();
    Outcomes outcomes = new Outcomes();

    producer.sendAsync(new Message("T", "t", new byte[1 << 20]), outcomes);
    producer.sendAsync(message(), outcomes);

    assertThat(outcomes.all.next().failure().getException().isThrottled()).isTrue();
    release.countDown();
    assertThat(outcomes.all.next().result()).isNotNull();
  }

  private CountDownLatch holdSends() {
    CountDownLatch release = new CountDownLatch(1);
    server.onSend =
        request -> {
          await(release);
          return FakeServer.stored(request);
        };
    return release;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("not released in 10 s");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  @Tag("F-031")
  void every_send_under_way_at_the_shutdown_gets_its_one_outcome_before_it_ends() {
    start("SendMsgTimeoutMillis", "400");
    server.onSend = FakeServer.inTurn(FakeServer::stored, request -> null, FakeServer::stored);
    Outcomes outcomes = new Outcomes();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Message message = message();
      producer.sendAsync(message, outcomes);
      ids.add(message.getMsgID());
    }

    producer.shutdown();

    assertThat(outcomes.all.size()).isEqualTo(20);
    assertThat(outcomes.all.next(20))
        .extracting(
            outcome ->
                outcome.result() != null
                    ? outcome.result().getMessageId()
                    : outcome.failure().getMessageId())
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void a_producer_can_be_shut_down_from_inside_a_callback() throws Exception {
    start();
    CompletableFuture<SendResult> sent = producer.sendAsync(message());

    sent.thenRun(producer::shutdown).get(60, TimeUnit.SECONDS);

    assertThat(producer.isClosed()).isTrue();
  }

  @Test
  @Tag("F-032")
  void a_one_way_message_is_sent_once_and_its_failure_stays_quiet() {
    start();
    server.onSend = request -> FakeServer.refused(Code.INTERNAL_SERVER_ERROR);

    producer.sendOneway(message());
    server.sends.next();
    producer.shutdown();

    assertThat(server.sends.size()).isZero();
  }

  @Test
  void what_is_wrong_at_once_is_thrown_at_once() {
    Producer fresh = ONSFactory.createProducer(TestProperties.of(server.address()));
    Outcomes outcomes = new Outcomes();
    assertCode(() -> fresh.send(message()), ErrorCode.CLIENT_NOT_STARTED);
    assertCode(() -> fresh.sendOneway(message()), ErrorCode.CLIENT_NOT_STARTED);
    assertCode(() -> fresh.sendAsync(message(), outcomes), ErrorCode.CLIENT_NOT_STARTED);
    assertThat(fresh.sendAsync(message())).isCompletedExceptionally();

    start();
    assertCode(() -> producer.sendAsync(message(), null), ErrorCode.INVALID_ARGUMENT);
    assertCode(() -> producer.setCallbackExecutor(null), ErrorCode.INVALID_ARGUMENT);
    assertCode(
        () -> producer.sendOneway(new Message("T", "t", null)), ErrorCode.MESSAGE_BODY_EMPTY);
    assertCode(() -> producer.sendAsync(null, outcomes), ErrorCode.INVALID_ARGUMENT);

    producer.shutdown();
    assertCode(() -> producer.send(message()), ErrorCode.CLIENT_CLOSED);
    assertCode(() -> producer.sendOneway(message()), ErrorCode.CLIENT_CLOSED);
    assertCode(() -> producer.sendAsync(message(), outcomes), ErrorCode.CLIENT_CLOSED);
    assertThat(outcomes.all.size()).isZero();
  }

  private static void assertCode(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ONSClientException.class, error -> assertThat(error.getErrorCode()).isEqualTo(code));
  }

  /** Sends ten messages while the server is silent, and returns the requests when it speaks. */
  private List<Integer> messagesPerRequest() {
    start();
    CountDownLatch speak = holdSends();
    Outcomes outcomes = new Outcomes();

    IntStream.range(0, 10).forEach(i -> producer.sendAsync(message(), outcomes));
    speak.countDown();

    assertThat(outcomes.all.next(10)).allMatch(outcome -> outcome.failure() == null);
    return server.sends.next(server.sends.size()).stream()
        .map(SendMessageRequest::getMessagesCount)
        .toList();
  }

  @Test
  void what_waits_goes_together_to_a_server_that_takes_batches() {
    server.features = "something-new, batch-send";

    List<Integer> sizes = messagesPerRequest();

    assertThat(sizes).hasSizeLessThan(10).startsWith(1);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
  }

  @Test
  void each_message_goes_alone_to_a_server_that_says_nothing() {
    assertThat(messagesPerRequest()).hasSize(10).containsOnly(1);
  }

  @Test
  @Tag("F-035")
  void a_message_that_fails_in_company_is_tried_again_without_the_others() {
    server.features = "batch-send";
    start();
    CountDownLatch speak = new CountDownLatch(1);
    server.onSend =
        request -> {
          await(speak);
          return storedUnlessBusy(request);
        };
    Outcomes outcomes = new Outcomes();

    IntStream.range(0, 10).forEach(i -> producer.sendAsync(message(), outcomes));
    speak.countDown();

    assertThat(outcomes.all.next(10)).allMatch(outcome -> outcome.failure() == null);
    List<String> ids =
        server.sends.next(server.sends.size()).stream()
            .flatMap(request -> request.getMessagesList().stream())
            .map(sent -> sent.getSystemProperties().getMessageId())
            .toList();
    assertThat(ids).hasSizeGreaterThan(10);
    assertThat(Set.copyOf(ids)).hasSize(10);
  }

  /** Stores single messages, and of several all but the last. */
  private static SendMessageResponse storedUnlessBusy(SendMessageRequest request) {
    SendMessageResponse.Builder answer = FakeServer.stored(request).toBuilder();
    int last = answer.getEntriesCount() - 1;
    if (last > 0) {
      answer.getEntriesBuilder(last).setStatus(FakeServer.status(Code.INTERNAL_SERVER_ERROR));
    }
    return answer.build();
  }

  @Test
  void an_offer_beyond_the_bound_is_refused_at_once_and_the_callback_is_not_called() {
    CompletableFuture<Void> go = new CompletableFuture<>();
    server.onSend =
        request -> {
          go.join();
          return FakeServer.stored(request);
        };
    start("ons.maxInFlightMessages", "1");
    OnsProducer offering = (OnsProducer) producer;
    Outcomes first = new Outcomes();
    Outcomes second = new Outcomes();
    offering.offer(message(), first);

    assertThatThrownBy(() -> offering.offer(message(), second))
        .isInstanceOfSatisfying(
            ONSClientException.class,
            refused -> {
              assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.TOO_MANY_IN_FLIGHT);
              assertThat(refused.isRetryable()).isTrue();
            });

    go.complete(null);
    assertThat(first.all.next().failure()).isNull();
    assertThat(second.all.size()).isZero();
  }
}
