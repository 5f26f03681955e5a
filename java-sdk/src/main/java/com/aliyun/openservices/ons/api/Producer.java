package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Sends messages. Safe for use by any number of threads; one producer per process is enough.
 *
 * <p>A failed attempt is repeated, up to {@code SendMsgRetryTimes} attempts in all (3), within
 * {@code SendMsgTimeoutMillis}. All attempts carry the same message id, so a message that was
 * stored twice can be recognised.
 *
 * <p>A producer does not keep the process alive.
 */
public interface Producer extends Admin {
  @Override
  void start();

  /** Ends the producer after the sends under way have ended and their callbacks were called. */
  @Override
  void shutdown();

  /**
   * Sends, and returns when the server has the message. Gives the message its id.
   *
   * @throws ONSClientException when the server did not confirm the message
   */
  SendResult send(Message message);

  /**
   * Sends and waits for nothing: one attempt, no result; what fails after this call is only logged,
   * at level debug.
   *
   * @throws ONSClientException for what is wrong at once: not started, closed, an unusable message,
   *     too many messages in flight
   */
  void sendOneway(Message message);

  /**
   * Sends without blocking; the outcome goes to the callback, exactly once, also when the producer
   * is shut down meanwhile. Callbacks run on a few threads that all producers of the process share,
   * unless {@link #setCallbackExecutor(ExecutorService)} names others; they should be short. They
   * may send, also by {@link #send}, close clients, and throw anything. One that does not return
   * within 30 seconds is reported by a warning.
   *
   * <p>At most {@code ons.maxInFlightMessages} messages and {@code ons.maxInFlightMiB} of bodies
   * may be in flight; beyond it the callback is given an error that {@link
   * ONSClientException#isThrottled() is throttled}. When as many callbacks of this producer wait
   * for a shared thread, because others do not return, this call itself throws such an error.
   *
   * @throws ONSClientException for what is wrong at once: not started, closed, an unusable message
   *     or a null callback, too many callbacks waiting; the callback is not called then
   */
  void sendAsync(Message message, SendCallback sendCallback);

  /**
   * Sends without blocking; the outcome, every error included, goes to the future. The future is
   * completed on the thread that would run a callback. Cancelling it does not recall the message.
   */
  default CompletableFuture<SendResult> sendAsync(Message message) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    SendCallback completion =
        new SendCallback() {
          @Override
          public void onSuccess(SendResult sendResult) {
            result.complete(sendResult);
          }

          @Override
          public void onException(OnExceptionContext context) {
            result.completeExceptionally(context.getException());
          }
        };
    try {
      sendAsync(message, completion);
    } catch (ONSClientException refused) {
      result.completeExceptionally(refused);
    }
    return result;
  }

  /**
   * Sends many messages, of one topic or of several, and returns when each has its outcome. They
   * travel together, in as few requests as it takes, to a server that can answer each of them for
   * itself, as an OpenONS broker does; to any other, each in a request of its own, at the same
   * time.
   *
   * <p>One message's failure is not another's: nothing is taken back, and nothing is kept away.
   * Each has {@code SendMsgTimeoutMillis} and its attempts as with {@link #send(Message)}. Up to
   * 1,024 messages are on their way at a time; those behind them follow when these have their
   * outcomes.
   *
   * <p>Messages with the same sharding key can overtake each other when an attempt fails; where
   * order matters, send them one after the other.
   *
   * @return an outcome for each message, in their order
   * @throws ONSClientException when the list is null, and when the producer is not started or is
   *     closed; what is wrong with a single message is its outcome
   */
  default List<SendOutcome> sendBatch(List<Message> messages) {
    throw noBatches();
  }

  /**
   * The same without blocking. The future ends normally also when messages fail, on the thread that
   * would run a callback. Messages beyond the bounds of {@link #sendAsync(Message, SendCallback)}
   * have an outcome that {@link ONSClientException#isThrottled() is throttled}.
   *
   * @throws ONSClientException when the list is null, and when the producer is not started or is
   *     closed
   */
  default CompletableFuture<List<SendOutcome>> sendBatchAsync(List<Message> messages) {
    throw noBatches();
  }

  private static ONSClientException noBatches() {
    return new ONSClientException(
        "this producer cannot send batches; use one of ONSFactory.createProducer",
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  /**
   * Runs the callbacks of later sends on an executor of the application, which the application also
   * shuts down, after the producer. When it rejects a task, the callback runs on the shared
   * threads.
   *
   * @throws ONSClientException when the executor is null
   */
  void setCallbackExecutor(ExecutorService callbackExecutor);

  /**
   * Takes a delayed message back that was not delivered yet.
   *
   * @param recallHandle {@link SendResult#getRecallHandle()} of its send
   * @return the id of the message, which will not be delivered
   * @throws ONSClientException when an argument is null, and when the server cannot take the
   *     message back: it is delivered already, or was taken back, or the server does not do it
   */
  default String recall(String topic, String recallHandle) {
    throw new ONSClientException(
        "this producer cannot recall messages; use one of ONSFactory.createProducer",
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }
}
