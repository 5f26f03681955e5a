package io.openons.client.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.client.consumer.push.AckLane.Ack;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.AckMessageResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Goal: acknowledgements go together under load and at once without.
 *
 * <p>Method: adds acknowledgements while requests are open.
 *
 * <p>A failure means: a consumer floods its server, or messages come again.
 */
class AckLaneTest {
  private record Request(List<Ack> batch, CompletableFuture<AckMessageResponse> answer) {}

  private final List<Request> requests = new ArrayList<>();
  private final List<Ack> settled = new ArrayList<>();
  private final AckLane lane =
      new AckLane(
          batch -> {
            Request request = new Request(batch, new CompletableFuture<>());
            requests.add(request);
            return request.answer();
          },
          (batch, answer, failure) -> settled.addAll(batch));

  private static Ack ack(int number) {
    return new Ack(
        new ReceivedMessage(
            WireMessages.message("id-" + number, 1, "x"), FakeServer.endpoints(1), "broker"),
        1);
  }

  private void answer(int request) {
    requests.get(request).answer().complete(AckMessageResponse.getDefaultInstance());
  }

  @Test
  void an_idle_lane_sends_at_once() {
    lane.add(ack(1));

    assertThat(requests).hasSize(1);
  }

  @Test
  void a_busy_lane_gathers_until_its_answer_comes() {
    for (int i = 0; i < 5; i++) {
      lane.add(ack(i));
    }
    assertThat(requests).hasSize(1);

    answer(0);

    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).batch()).hasSize(4);
    assertThat(settled).hasSize(1);
  }

  @Test
  void a_request_has_a_largest_size() {
    for (int i = 0; i < 1 + AckLane.LARGEST_BATCH + 1; i++) {
      lane.add(ack(i));
    }

    answer(0);
    answer(1);

    assertThat(requests)
        .extracting(request -> request.batch().size())
        .containsExactly(1, AckLane.LARGEST_BATCH, 1);
  }

  @Test
  void a_failed_request_does_not_block_the_lane() {
    lane.add(ack(1));
    lane.add(ack(2));

    requests.get(0).answer().completeExceptionally(new IllegalStateException("no"));

    assertThat(requests).hasSize(2);
    assertThat(settled).hasSize(1);
  }
}
