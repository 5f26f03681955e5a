package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestProperties;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: each message of a batch has an outcome of its own.
 *
 * <p>Method: sends batches to servers that take them together, one by one, or refuse some.
 *
 * <p>A failure means: one message's failure is reported for another.
 */
class BatchSendTest {
  private static final String BAD = "bad";

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
    producer.send(message("T", "route"));
    server.sends.clear();
  }

  private static Message message(String topic, String tag) {
    return new Message(topic, tag, new byte[] {1});
  }

  private static List<Message> messages(int count) {
    return IntStream.range(0, count).mapToObj(i -> message("T", "tag-" + i)).toList();
  }

  /** Stores all but those with the tag {@link #BAD}. */
  private static SendMessageResponse storedButBadOnes(SendMessageRequest request) {
    SendMessageResponse.Builder answer = FakeServer.stored(request).toBuilder();
    for (int i = 0; i < request.getMessagesCount(); i++) {
      if (request.getMessages(i).getSystemProperties().getTag().equals(BAD)) {
        answer.getEntriesBuilder(i).setStatus(FakeServer.status(Code.ILLEGAL_MESSAGE_TAG));
      }
    }
    return answer.build();
  }

  private List<Integer> messagesPerRequest() {
    return server.sends.next(server.sends.size()).stream()
        .map(SendMessageRequest::getMessagesCount)
        .toList();
  }

  @Test
  void a_batch_travels_in_one_request_to_a_server_that_takes_batches() {
    server.features = "batch-send";
    start();
    List<Message> messages = messages(10);

    List<SendOutcome> outcomes = producer.sendBatch(messages);

    assertThat(messagesPerRequest()).containsExactly(10);
    assertThat(outcomes).allMatch(SendOutcome::isSent).hasSize(10);
    for (int i = 0; i < messages.size(); i++) {
      assertThat(outcomes.get(i).getMessage()).isSameAs(messages.get(i));
      assertThat(outcomes.get(i).getResult().getMessageId()).isEqualTo(messages.get(i).getMsgID());
    }
  }

  @Test
  void each_message_travels_alone_to_any_other_server() {
    start();

    List<SendOutcome> outcomes = producer.sendBatch(messages(10));

    assertThat(messagesPerRequest()).hasSize(10).containsOnly(1);
    assertThat(outcomes).allMatch(SendOutcome::isSent);
  }

  @Test
  void topics_may_differ_and_each_has_its_request() {
    server.features = "batch-send";
    start();
    producer.send(message("U", "route"));
    server.sends.clear();

    List<SendOutcome> outcomes =
        producer.sendBatch(
            List.of(message("T", "1"), message("U", "2"), message("T", "3"), message("U", "4")));

    assertThat(messagesPerRequest()).containsExactly(2, 2);
    assertThat(outcomes)
        .extracting(outcome -> outcome.getResult().getTopic())
        .containsExactly("T", "U", "T", "U");
  }

  @Test
  void a_message_that_fails_leaves_the_others_alone_whether_here_or_at_the_server() {
    server.features = "batch-send";
    server.onSend = BatchSendTest::storedButBadOnes;
    start();
    Message empty = new Message("T", "empty", null);

    List<SendOutcome> outcomes =
        producer.sendBatch(
            Arrays.asList(message("T", "good"), empty, null, message("T", BAD), message("T", "x")));

    assertThat(outcomes)
        .extracting(SendOutcome::isSent)
        .containsExactly(true, false, false, false, true);
    assertThat(outcomes.get(1).getException().getErrorCode())
        .isEqualTo(ErrorCode.MESSAGE_BODY_EMPTY);
    assertThat(outcomes.get(2).getException().getErrorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThatThrownBy(outcomes.get(3)::getResult)
        .isSameAs(outcomes.get(3).getException())
        .hasMessageContaining("ILLEGAL_MESSAGE_TAG");
    assertThat(messagesPerRequest()).containsExactly(3);
  }

  @Test
  void a_batch_of_any_size_goes_in_parts() {
    server.features = "batch-send";
    start();

    List<SendOutcome> outcomes = producer.sendBatch(messages(3_000));

    assertThat(outcomes).hasSize(3_000).allMatch(SendOutcome::isSent);
    assertThat(messagesPerRequest()).allMatch(size -> size <= SendLane.MOST_MESSAGES);
    assertThat(producer.sendBatch(List.of())).isEmpty();
  }

  @Test
  void an_asynchronous_batch_has_its_outcomes_on_a_callback_thread() throws Exception {
    start();
    ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own"));
    try {
      producer.setCallbackExecutor(own);
      CompletableFuture<String> thread = new CompletableFuture<>();
      CountDownLatch chained = new CountDownLatch(1);
      server.onSend =
          request -> {
            await(chained);
            return FakeServer.stored(request);
          };

      CompletableFuture<List<SendOutcome>> result = producer.sendBatchAsync(messages(2));
      result.thenRun(() -> thread.complete(Thread.currentThread().getName()));
      chained.countDown();

      // First the thread: who waits for a future may run what is chained to it.
      assertThat(thread.get(60, TimeUnit.SECONDS)).isEqualTo("own");
      assertThat(result.get(60, TimeUnit.SECONDS)).hasSize(2).allMatch(SendOutcome::isSent);
    } finally {
      producer.shutdown();
      own.shutdownNow();
    }
  }

  @Test
  void what_is_beyond_the_bound_of_asynchronous_sends_is_throttled() throws Exception {
    start("ons.maxInFlightMessages", "2");
    CountDownLatch release = new CountDownLatch(1);
    server.onSend =
        request -> {
          await(release);
          return FakeServer.stored(request);
        };

    CompletableFuture<List<SendOutcome>> result = producer.sendBatchAsync(messages(3));
    release.countDown();

    List<SendOutcome> outcomes = result.get(60, TimeUnit.SECONDS);
    assertThat(outcomes).extracting(SendOutcome::isSent).containsExactly(true, true, false);
    assertThat(outcomes.get(2).getException().isThrottled()).isTrue();
    assertThat(producer.sendBatch(messages(3))).allMatch(SendOutcome::isSent);
  }

  @Test
  void a_batch_under_way_at_the_shutdown_has_its_outcomes_before_it_ends() {
    start("SendMsgTimeoutMillis", "300");
    server.onSend = request -> null;

    CompletableFuture<List<SendOutcome>> result = producer.sendBatchAsync(messages(5));
    producer.shutdown();

    assertThat(result).isCompleted();
    List<ONSClientException> failures = new ArrayList<>();
    result.join().forEach(outcome -> failures.add(outcome.getException()));
    assertThat(failures).hasSize(5).allMatch(ONSClientException::isTimeout);
  }

  @Test
  void what_is_wrong_with_the_call_is_thrown() {
    Producer fresh = ONSFactory.createProducer(TestProperties.of(server.address()));

    assertThatThrownBy(() -> fresh.sendBatch(List.of())).hasMessageContaining("start()");
    start();
    assertThatThrownBy(() -> producer.sendBatch(null)).hasMessageContaining("null");
    assertThatThrownBy(() -> producer.sendBatchAsync(null)).hasMessageContaining("null");
    producer.shutdown();
    assertThatThrownBy(() -> producer.sendBatchAsync(List.of())).hasMessageContaining("shut down");
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
}
