package io.openons.client.producer;

import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.message.MessageEncoder.Encoded;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.SendResultEntry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Carries one message through its attempts until the server has it, the attempts are used up, or
 * the time is over. All attempts carry the same message id.
 *
 * <p>What is done after a failure:
 *
 * <ul>
 *   <li>no connection: another endpoint at once; the same one again waits for the connection, so
 *       that a send survives a server's restart when that is shorter than the send's time;
 *   <li>too many requests: a pause by the server's back-off;
 *   <li>the topic is not there, or takes nothing: the route is asked for again first;
 *   <li>timeouts and failures of the server: the next queue at once;
 *   <li>everything else would fail again: no further attempt.
 * </ul>
 *
 * <p>Steps follow one another, each on the thread that brought the last answer.
 */
final class SendCall {
  private final ClientCore core;
  private final MessageSender sender;
  private final Encoded message;
  private final long deadline;
  private final long attemptNanos;
  private final int attempts;
  private final CompletableFuture<Sent> result = new CompletableFuture<>();

  private int attempt;
  private Endpoints last;
  private boolean lastUnreachable;
  private boolean waiting;
  private ONSClientException failure;

  /**
   * A send.
   *
   * @param limit for all attempts together
   * @param attemptLimit for one attempt
   * @param attempts how many in all, at least 1
   */
  SendCall(
      ClientCore core,
      MessageSender sender,
      Encoded message,
      Duration limit,
      Duration attemptLimit,
      int attempts) {
    this.core = core;
    this.sender = sender;
    this.message = message;
    this.deadline = core.timer().nanoTime() + limit.toNanos();
    this.attemptNanos = attemptLimit.toNanos();
    this.attempts = attempts;
  }

  /** Begins; the outcome comes by the future, on a thread that must not be blocked. */
  CompletableFuture<Sent> begin() {
    TopicRoute route = core.routes().known(message.topic());
    if (route == null) {
      route(core.routes().get(message.topic()));
    } else {
      attempt(route);
    }
    return result;
  }

  /** Attempts when the route is there, or fails when the time is over before. */
  private void route(CompletableFuture<TopicRoute> question) {
    if (question.isDone() && !question.isCompletedExceptionally()) {
      attempt(question.join());
      return;
    }
    Timer.Task timeout =
        core.timer()
            .after(
                Duration.ofNanos(Math.max(0, remaining())),
                () ->
                    fail(
                        new ONSClientException(
                            "no route in time", failure, ErrorCode.NO_ANSWER_IN_TIME)));
    question.whenComplete(
        (route, refused) -> {
          timeout.cancel();
          if (result.isDone()) {
            return;
          }
          if (refused == null) {
            attempt(route);
          } else {
            attempt++;
            failed(Failures.unwrap(refused));
          }
        });
  }

  private void attempt(TopicRoute route) {
    long remaining = remaining();
    if (remaining <= 0) {
      fail(failure);
      return;
    }
    attempt++;
    MessageQueue queue;
    try {
      queue =
          message.isOrdered()
              ? route.writableFor(message.shardingKey())
              : route.nextWritable(this::isPreferred);
    } catch (ONSClientException noQueue) {
      failed(noQueue);
      return;
    }
    Endpoints to = queue.getBroker().getEndpoints();
    waiting = lastUnreachable && to.equals(last);
    last = to;
    sender
        .send(
            to,
            message.forQueue(queue.getId()),
            waiting ? remaining : Math.min(remaining, attemptNanos),
            waiting)
        .whenComplete(this::ended);
  }

  private boolean isPreferred(Endpoints endpoints) {
    return !endpoints.equals(last) && core.sessions().isUp(endpoints);
  }

  private void ended(SendResultEntry entry, Throwable refused) {
    if (refused != null) {
      failed(Failures.unwrap(refused));
    } else {
      result.complete(sent(entry));
    }
  }

  private Sent sent(SendResultEntry entry) {
    String id = entry.getMessageId();
    SendResult told = new SendResult(message.topic(), id.isEmpty() ? message.id() : id);
    if (!entry.getRecallHandle().isEmpty()) {
      told.setRecallHandle(entry.getRecallHandle());
    }
    return new Sent(told, entry.getTransactionId(), last);
  }

  private void failed(ONSClientException latest) {
    boolean stillUnreachable = waiting && latest.isTimeout();
    ONSClientException why = stillUnreachable ? failure : latest;
    failure = why;
    lastUnreachable = why.getErrorCode() == ErrorCode.SERVER_UNREACHABLE;
    boolean routeIsOld =
        why.getErrorCode() == ErrorCode.TOPIC_NOT_FOUND
            || why.getErrorCode() == ErrorCode.FORBIDDEN;
    if (attempt >= attempts || !(routeIsOld || why.isRetryable())) {
      fail(why);
    } else if (routeIsOld) {
      route(core.routes().ask(message.topic()));
    } else if (why.isThrottled() || lastUnreachable) {
      core.timer().after(core.serverSettings().backoff().delay(attempt), this::begin);
    } else {
      begin();
    }
  }

  private void fail(ONSClientException why) {
    ONSClientException cause =
        why != null
            ? why
            : new ONSClientException("the time was over", null, ErrorCode.NO_ANSWER_IN_TIME);
    result.completeExceptionally(
        new ONSClientException(
            "message "
                + message.id()
                + " for topic "
                + message.topic()
                + " was not confirmed, attempts: "
                + attempt
                + "; "
                + cause.getMessage(),
            cause));
  }

  private long remaining() {
    return deadline - core.timer().nanoTime();
  }
}
