package io.openons.client.producer;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SendResultEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The messages for one topic at one server. A message goes at once while few requests are under
 * way; what gathers meanwhile goes together with the next. So nothing waits on an idle lane, and a
 * busy one sends few requests.
 *
 * <p>Every message keeps its own result and its own time: a request has as long as the most urgent
 * of its messages, and a message whose time is over before its turn is not sent.
 */
final class SendLane {
  /** Per request: enough that the cost of a request does not count any more. */
  static final int MOST_MESSAGES = 64;

  /** Per request: a quarter of the largest body, so that no request holds up others for long. */
  static final int MOST_BYTES = 1 << 20;

  /** One travels while one is worked on. */
  static final int MOST_REQUESTS = 2;

  /** Puts a request on the wire. */
  @FunctionalInterface
  interface Wire {
    CompletableFuture<SendMessageResponse> send(SendMessageRequest request, long timeoutNanos);
  }

  private record Waiting(
      Message message, long deadline, CompletableFuture<SendResultEntry> result) {}

  private final Endpoints to;
  private final Wire wire;
  private final LongSupplier nanoTime;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();

  /** How often somebody wished to pump since the one who pumps began; 0 when nobody pumps. */
  private final AtomicInteger wishes = new AtomicInteger();

  SendLane(Endpoints to, Wire wire, LongSupplier nanoTime) {
    this.to = to;
    this.wire = wire;
    this.nanoTime = nanoTime;
  }

  /**
   * One attempt, after the next {@link #pump}. The outcome comes on a thread that must not block.
   */
  CompletableFuture<SendResultEntry> add(Message message, long timeoutNanos) {
    CompletableFuture<SendResultEntry> result = new CompletableFuture<>();
    waiting.add(new Waiting(message, nanoTime.getAsLong() + timeoutNanos, result));
    return result;
  }

  /** Whether nothing waits or is under way. */
  boolean isIdle() {
    return waiting.isEmpty() && underWay.get() == 0;
  }

  /** Sends what can be sent. One thread does so at a time, for all who come meanwhile. */
  void pump() {
    if (wishes.getAndIncrement() > 0) {
      return;
    }
    int served = 1;
    do {
      while (underWay.get() < MOST_REQUESTS && !waiting.isEmpty()) {
        sendNext();
      }
      served = wishes.addAndGet(-served);
    } while (served > 0);
  }

  private void sendNext() {
    long now = nanoTime.getAsLong();
    SendMessageRequest.Builder request = SendMessageRequest.newBuilder();
    List<Waiting> batch = new ArrayList<>();
    List<Waiting> late = new ArrayList<>();
    long timeout = Long.MAX_VALUE;
    int bytes = 0;
    for (Waiting next = waiting.peek();
        next != null && batch.size() < MOST_MESSAGES;
        next = waiting.peek()) {
      int size = next.message.getBody().size();
      if (!batch.isEmpty() && bytes + size > MOST_BYTES) {
        break;
      }
      waiting.remove();
      if (next.deadline - now <= 0) {
        late.add(next);
      } else {
        batch.add(next);
        request.addMessages(next.message);
        timeout = Math.min(timeout, next.deadline - now);
        bytes += size;
      }
    }
    if (!batch.isEmpty()) {
      underWay.incrementAndGet();
      wire.send(request.build(), timeout)
          .whenComplete((answer, failure) -> ended(batch, answer, failure));
    }
    late.forEach(message -> message.result.completeExceptionally(tooLate()));
  }

  private void ended(List<Waiting> batch, SendMessageResponse answer, Throwable failure) {
    underWay.decrementAndGet();
    pump();
    if (failure != null) {
      batch.forEach(message -> message.result.completeExceptionally(failure));
      return;
    }
    try {
      requireEntries(answer, batch.size());
    } catch (ONSClientException malformed) {
      batch.forEach(message -> message.result.completeExceptionally(malformed));
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      SendResultEntry entry = answer.getEntries(i);
      CompletableFuture<SendResultEntry> result = batch.get(i).result;
      if (entry.getStatus().getCode() == Code.OK) {
        result.complete(entry);
      } else {
        result.completeExceptionally(
            Failures.ofAnswer(Rpc.SEND_MESSAGE.name(), to, entry.getStatus(), ""));
      }
    }
  }

  /** Refuses an answer that has not one result for each message. */
  static void requireEntries(SendMessageResponse answer, int messages) {
    if (answer.getEntriesCount() != messages) {
      throw new ONSClientException(
          "the server answered "
              + messages
              + " messages with "
              + answer.getEntriesCount()
              + " results",
          null,
          ErrorCode.MALFORMED_ANSWER);
    }
  }

  private static ONSClientException tooLate() {
    return new ONSClientException(
        "the time was over before earlier messages were answered",
        null,
        ErrorCode.NO_ANSWER_IN_TIME);
  }
}
