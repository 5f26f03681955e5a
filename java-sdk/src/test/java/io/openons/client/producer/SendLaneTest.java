package io.openons.client.producer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.google.protobuf.ByteString;
import io.openons.client.rpc.Failures;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import io.openons.proto.v2.SystemProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: sends go at once on an idle lane and together on a busy one.
 *
 * <p>Method: adds messages while requests are open.
 *
 * <p>A failure means: throughput falls under load, or latency rises without.
 */
class SendLaneTest {
  private record Sent(
      SendMessageRequest request,
      long timeoutNanos,
      CompletableFuture<SendMessageResponse> answer) {}

  private final ManualTimer timer = new ManualTimer();
  private final List<Sent> requests = new ArrayList<>();
  private final SendLane lane =
      new SendLane(
          FakeServer.endpoints(1),
          (request, timeoutNanos) -> {
            Sent sent = new Sent(request, timeoutNanos, new CompletableFuture<>());
            requests.add(sent);
            return sent.answer();
          },
          timer::nanoTime);

  private CompletableFuture<SendResultEntry> send(String id, int bytes, long seconds) {
    Message message =
        Message.newBuilder()
            .setBody(ByteString.copyFrom(new byte[bytes]))
            .setSystemProperties(SystemProperties.newBuilder().setMessageId(id))
            .build();
    CompletableFuture<SendResultEntry> result = lane.add(message, SECONDS.toNanos(seconds));
    lane.pump();
    return result;
  }

  private List<CompletableFuture<SendResultEntry>> send(int count) {
    return IntStream.range(0, count).mapToObj(i -> send("id-" + i, 1, 3)).toList();
  }

  private void answer(int request) {
    requests.get(request).answer().complete(FakeServer.stored(requests.get(request).request()));
  }

  private List<Integer> sizes() {
    return requests.stream().map(sent -> sent.request().getMessagesCount()).toList();
  }

  private static ErrorCode failure(CompletableFuture<SendResultEntry> result) {
    assertThat(result).isCompletedExceptionally();
    return result.handle((entry, thrown) -> Failures.unwrap(thrown).getErrorCode()).join();
  }

  @Test
  void an_idle_lane_sends_at_once_and_alone() {
    CompletableFuture<SendResultEntry> result = send("only", 1, 3);

    assertThat(sizes()).containsExactly(1);
    answer(0);
    assertThat(result.join().getMessageId()).isEqualTo("only");
  }

  @Test
  void what_gathers_behind_busy_requests_goes_together_in_order() {
    List<CompletableFuture<SendResultEntry>> results = send(SendLane.MOST_REQUESTS + 5);
    assertThat(requests).hasSize(SendLane.MOST_REQUESTS);

    answer(0);

    Sent together = requests.get(SendLane.MOST_REQUESTS);
    assertThat(together.request().getMessagesList())
        .extracting(message -> message.getSystemProperties().getMessageId())
        .isEqualTo(
            IntStream.range(SendLane.MOST_REQUESTS, SendLane.MOST_REQUESTS + 5)
                .mapToObj(i -> "id-" + i)
                .toList());
    answer(SendLane.MOST_REQUESTS);
    assertThat(results.get(SendLane.MOST_REQUESTS + 4).join().getMessageId())
        .isEqualTo("id-" + (SendLane.MOST_REQUESTS + 4));
  }

  @Test
  void a_request_has_a_largest_count() {
    send(SendLane.MOST_REQUESTS + SendLane.MOST_MESSAGES + 1);

    answer(0);
    answer(1);

    assertThat(sizes().subList(SendLane.MOST_REQUESTS, requests.size()))
        .containsExactly(SendLane.MOST_MESSAGES, 1);
  }

  @Test
  void a_request_has_a_most_of_bytes_that_only_a_single_message_exceeds() {
    send(SendLane.MOST_REQUESTS);
    send("half", SendLane.MOST_BYTES / 2, 3);
    send("other half", SendLane.MOST_BYTES / 2, 3);
    send("one more", 1, 3);
    send("too big for company", SendLane.MOST_BYTES + 1, 3);

    for (int i = 0; i < 4; i++) {
      answer(i);
    }

    assertThat(sizes().subList(SendLane.MOST_REQUESTS, requests.size())).containsExactly(2, 1, 1);
  }

  @Test
  void each_message_is_told_its_own_result() {
    send(SendLane.MOST_REQUESTS);
    CompletableFuture<SendResultEntry> stored = send("good", 1, 3);
    CompletableFuture<SendResultEntry> refused = send("bad", 1, 3);
    answer(0);

    requests
        .get(SendLane.MOST_REQUESTS)
        .answer()
        .complete(
            SendMessageResponse.newBuilder()
                .setStatus(FakeServer.status(Code.MULTIPLE_RESULTS))
                .addEntries(
                    SendResultEntry.newBuilder().setStatus(FakeServer.OK).setMessageId("good"))
                .addEntries(
                    SendResultEntry.newBuilder()
                        .setStatus(FakeServer.status(Code.ILLEGAL_MESSAGE_TAG)))
                .build());

    assertThat(stored.join().getMessageId()).isEqualTo("good");
    assertThat(failure(refused)).isEqualTo(ErrorCode.ILLEGAL_MESSAGE_TAG);
  }

  @Test
  void a_failed_request_fails_its_messages_and_frees_the_lane() {
    List<CompletableFuture<SendResultEntry>> results = send(SendLane.MOST_REQUESTS + 1);

    requests
        .get(0)
        .answer()
        .completeExceptionally(
            new ONSClientException("scripted", null, ErrorCode.SERVER_UNREACHABLE));

    assertThat(failure(results.get(0))).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
    assertThat(requests).hasSize(SendLane.MOST_REQUESTS + 1);
  }

  @Test
  void an_answer_with_too_few_results_is_an_error_of_every_message() {
    send(SendLane.MOST_REQUESTS);
    CompletableFuture<SendResultEntry> one = send("one", 1, 3);
    CompletableFuture<SendResultEntry> other = send("other", 1, 3);
    answer(0);

    requests
        .get(SendLane.MOST_REQUESTS)
        .answer()
        .complete(FakeServer.stored(requests.get(0).request()));

    assertThat(failure(one)).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    assertThat(failure(other)).isEqualTo(ErrorCode.MALFORMED_ANSWER);
  }

  @Test
  void a_request_has_as_long_as_its_most_urgent_message() {
    send(SendLane.MOST_REQUESTS);
    send("patient", 1, 3);
    send("urgent", 1, 1);

    answer(0);

    assertThat(requests.get(SendLane.MOST_REQUESTS).timeoutNanos()).isEqualTo(SECONDS.toNanos(1));
  }

  @Test
  void a_message_whose_time_is_over_before_its_turn_is_not_sent() {
    send(SendLane.MOST_REQUESTS);
    CompletableFuture<SendResultEntry> late = send("late", 1, 1);
    CompletableFuture<SendResultEntry> inTime = send("in time", 1, 3);
    timer.advance(Duration.ofSeconds(2));

    answer(0);

    assertThat(failure(late)).isEqualTo(ErrorCode.NO_ANSWER_IN_TIME);
    assertThat(inTime).isNotDone();
    assertThat(requests.get(SendLane.MOST_REQUESTS).request().getMessagesList())
        .extracting(message -> message.getSystemProperties().getMessageId())
        .containsExactly("in time");
  }

  @Test
  void ten_thousand_messages_that_fail_and_come_again_at_once_need_no_deep_stack() {
    int count = 10_000;
    List<CompletableFuture<SendResultEntry>> again = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      send("id-" + i, 1, 1)
          .whenComplete((entry, failed) -> again.add(failed == null ? null : send("again", 1, 3)));
    }
    timer.advance(Duration.ofSeconds(2));

    for (int i = 0; i < SendLane.MOST_REQUESTS; i++) {
      requests
          .get(i)
          .answer()
          .completeExceptionally(
              new ONSClientException("scripted", null, ErrorCode.NO_ANSWER_IN_TIME));
    }

    assertThat(again).hasSize(count).doesNotContainNull();
  }
}
