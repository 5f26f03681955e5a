package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.interception.Interception;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageEncoder.Encoded;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.InProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends that do not block their caller. Answers arrive on threads that must not be blocked, so
 * callbacks and what interceptors do afterwards run elsewhere.
 */
final class AsyncSends {
  private static final Log log = Logs.of(AsyncSends.class);

  private final Sends sends;
  private final InFlight inFlight;
  private final Callbacks callbacks;
  private final InProgress inProgress;

  /**
   * Asynchronous sends.
   *
   * @param inProgress counts each of them until its callback has ended
   */
  AsyncSends(Sends sends, InFlight inFlight, Callbacks callbacks, InProgress inProgress) {
    this.sends = sends;
    this.inFlight = inFlight;
    this.callbacks = callbacks;
    this.inProgress = inProgress;
  }

  /** A message on its way, inside the round of its interceptors. */
  private record Begun(
      Message message, String id, CompletableFuture<Sent> sending, Interception.Round round) {

    /** Lets interceptors see the outcome, which is there; returns the failure or null. */
    private ONSClientException end() {
      ONSClientException failure = sending.handle((sent, thrown) -> failure(thrown)).join();
      if (failure == null) {
        round.context().setSendResult(sending.join().result());
      } else {
        round.context().setException(failure);
      }
      round.end();
      return failure;
    }

    private static ONSClientException failure(Throwable thrown) {
      return thrown == null ? null : Failures.unwrap(thrown);
    }

    @Override
    public String toString() {
      return "message " + id + " for topic " + message.getTopic();
    }
  }

  void sendOneway(Message message) {
    if (sends.areIntercepted()) {
      callbacks.requireRoom();
    }
    Begun begun = begin(message, 1);
    begun
        .sending()
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                log.debug("a one-way message was lost: {}", failure.getMessage());
              }
              if (begun.round().isEmpty()) {
                inProgress.end();
              } else {
                callbacks.run(null, begun, begun::end, inProgress::end);
              }
            });
  }

  /** Sends; the callback is told when too much is in flight. */
  void send(Message message, SendCallback callback, Executor executor) {
    requireRoom(executor);
    Begun begun;
    try {
      begun = begin(message, sends.attempts());
    } catch (ONSClientException refused) {
      if (!refused.isThrottled()) {
        throw refused;
      }
      sends.requireOpen();
      String id = message.getMsgID();
      callbacks.run(
          executor,
          "refused message " + id,
          () -> callback.onException(new OnExceptionContext(message.getTopic(), id, refused)),
          inProgress::end);
      return;
    }
    whenEnded(begun, callback, executor);
  }

  /** Sends; throws when too much is in flight. */
  void offer(Message message, SendCallback callback) {
    callbacks.requireRoom();
    whenEnded(begin(message, sends.attempts()), callback, null);
  }

  private void requireRoom(Executor executor) {
    if (executor == null) {
      callbacks.requireRoom();
    }
  }

  private void whenEnded(Begun begun, SendCallback callback, Executor executor) {
    begun
        .sending()
        .whenComplete(
            (sent, thrown) ->
                callbacks.run(executor, begun, () -> end(begun, callback), inProgress::end));
  }

  private static void end(Begun begun, SendCallback callback) {
    ONSClientException failure = begun.end();
    if (failure == null) {
      callback.onSuccess(begun.sending().join().result());
    } else {
      callback.onException(new OnExceptionContext(begun.message().getTopic(), begun.id(), failure));
    }
  }

  /** Every return is answered by one {@code inProgress.end()}. */
  private Begun begin(Message message, int attempts) {
    sends.requireOpen();
    try {
      return begin(message, attempts, true);
    } catch (RuntimeException | Error refused) {
      inProgress.end();
      throw refused;
    }
  }

  /**
   * Begins to send a message.
   *
   * @param bounded whether it needs a place in flight
   * @throws ONSClientException for an unusable message, when there is no place, and when an
   *     interceptor refuses
   */
  private Begun begin(Message message, int attempts, boolean bounded) {
    Encoded encoded = sends.encode(message);
    int size = message.getBody().length;
    if (bounded && !inFlight.enter(size)) {
      throw throttled(encoded);
    }
    Runnable leave = bounded ? () -> inFlight.leave(size) : () -> {};
    Interception.Round round = null;
    try {
      round = sends.beginRound(message);
      CompletableFuture<Sent> sending =
          sends.begin(encoded, attempts).whenComplete((sent, failure) -> leave.run());
      return new Begun(message, encoded.id(), sending, round);
    } catch (RuntimeException | Error refused) {
      leave.run();
      if (round != null) {
        round.end();
      }
      throw refused;
    }
  }

  private ONSClientException throttled(Encoded message) {
    return new ONSClientException(
        "message "
            + message.id()
            + " for topic "
            + message.topic()
            + " was not sent: "
            + inFlight
            + " are in flight; wait for some to end, or raise ons.maxInFlightMessages or"
            + " ons.maxInFlightMiB",
        null,
        ErrorCode.TOO_MANY_IN_FLIGHT);
  }

  /** A message of a batch: begun, or refused. */
  private record Member(Message message, Begun begun, ONSClientException refused) {
    private SendOutcome outcome() {
      ONSClientException failure = begun == null ? refused : begun.end();
      return failure == null
          ? SendOutcome.sent(message, begun.sending().join().result())
          : SendOutcome.failed(message, failure);
    }
  }

  /** Messages that go together; each has an outcome of its own. */
  record Batch(List<Member> members) {
    /** Completed when every message has its outcome; never fails. */
    CompletableFuture<Void> ended() {
      return CompletableFuture.allOf(
              members.stream()
                  .filter(member -> member.begun != null)
                  .map(member -> member.begun.sending())
                  .toArray(CompletableFuture[]::new))
          .exceptionally(thrown -> null);
    }

    /** The outcomes, once; after the end, on a thread that interceptors may hold up. */
    List<SendOutcome> outcomes() {
      return members.stream().map(Member::outcome).toList();
    }
  }

  /**
   * Begins to send messages together; what is wrong with one of them is its outcome.
   *
   * @param bounded whether they need places in flight
   */
  Batch together(List<Message> messages, boolean bounded) {
    List<Member> members = new ArrayList<>(messages.size());
    sends.together(() -> messages.forEach(message -> members.add(member(message, bounded))));
    return new Batch(members);
  }

  private Member member(Message message, boolean bounded) {
    try {
      return new Member(message, begin(message, sends.attempts(), bounded), null);
    } catch (RuntimeException | Error refused) {
      return new Member(message, null, Failures.unwrap(refused));
    }
  }

  CompletableFuture<List<SendOutcome>> sendBatch(List<Message> messages, Executor executor) {
    requireRoom(executor);
    sends.requireOpen();
    CompletableFuture<List<SendOutcome>> result = new CompletableFuture<>();
    try {
      Batch batch = together(messages, true);
      batch
          .ended()
          .thenRun(
              () ->
                  callbacks.run(
                      executor,
                      "a batch of " + messages.size() + " messages",
                      () -> result.complete(batch.outcomes()),
                      inProgress::end));
    } catch (RuntimeException | Error failed) {
      inProgress.end();
      throw failed;
    }
    return result;
  }
}
