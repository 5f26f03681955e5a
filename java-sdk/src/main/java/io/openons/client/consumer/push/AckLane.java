package io.openons.client.consumer.push;

import io.openons.client.message.ReceivedMessage;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The acknowledgements for one topic at one server. One request is under way at a time; what
 * gathers meanwhile goes with the next. So an acknowledgement never waits on an idle lane, and a
 * busy lane sends few requests.
 */
final class AckLane {
  /** Large enough to save requests, small enough for any server. */
  static final int LARGEST_BATCH = 256;

  /** An acknowledgement, and how many attempts it has had. */
  record Ack(ReceivedMessage message, int attempts) {}

  /** Takes the outcome of a request; either answer or failure is null. */
  @FunctionalInterface
  interface Outcome {
    void of(List<Ack> batch, AckMessageResponse answer, Throwable failure);
  }

  private final Function<List<Ack>, CompletableFuture<AckMessageResponse>> request;
  private final Outcome outcome;
  private final Queue<Ack> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  AckLane(Function<List<Ack>, CompletableFuture<AckMessageResponse>> request, Outcome outcome) {
    this.request = request;
    this.outcome = outcome;
  }

  void add(Ack ack) {
    waiting.add(ack);
    pump();
  }

  /** Adds the entries of a batch to a request. */
  static void fill(AckMessageRequest.Builder request, List<Ack> batch) {
    for (Ack ack : batch) {
      request
          .addEntriesBuilder()
          .setMessageId(ack.message().id())
          .setReceiptHandle(ack.message().receiptHandle());
    }
  }

  private void pump() {
    while (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
      List<Ack> batch = nextBatch();
      if (batch.isEmpty()) {
        busy.set(false);
      } else {
        begun(batch)
            .whenComplete(
                (answer, failure) -> {
                  busy.set(false);
                  outcome.of(batch, answer, failure);
                  pump();
                });
      }
    }
  }

  private CompletableFuture<AckMessageResponse> begun(List<Ack> batch) {
    try {
      return request.apply(batch);
    } catch (RuntimeException | Error broken) {
      return CompletableFuture.failedFuture(broken);
    }
  }

  private List<Ack> nextBatch() {
    List<Ack> batch = new ArrayList<>();
    for (Ack ack = waiting.poll(); ack != null; ack = waiting.poll()) {
      batch.add(ack);
      if (batch.size() == LARGEST_BATCH) {
        break;
      }
    }
    return batch;
  }
}
