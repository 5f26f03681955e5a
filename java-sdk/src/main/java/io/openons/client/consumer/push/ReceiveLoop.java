package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.PollLoop;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.RpcClient;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Receives from one queue, one long poll after the other, as long as there is room. Messages are
 * passed on as they come; the server keeps their leases alive until they are settled ({@code
 * auto_renew}).
 *
 * <p>The attempt id stays the same until messages have come and their answer is complete, so a
 * server can repeat an answer that got lost, wholly or half-way. What such a repetition brings once
 * more, under the same handle, is dropped here.
 */
final class ReceiveLoop extends PollLoop {
  private static final Log log = Logs.of(ReceiveLoop.class);
  private static final String CALL = "ReceiveMessage";

  private final ClientCore core;
  private final Resource group;
  private final MessageQueue queue;
  private final Endpoints from;
  private final FilterExpression filter;
  private final Duration requestTimeout;
  private final MessageBudget budget;
  private final Dispatcher dispatcher;
  private final BiPredicate<ReceiveLoop, Boolean> goesOn;

  private String attemptId = newAttemptId();

  /** Only answers touch it, and they come one after the other. */
  private final Set<String> handlesOfAttempt = new HashSet<>();

  private ClientCall<?, ?> call;
  private boolean stopped;

  /**
   * A loop that has not begun.
   *
   * @param goesOn decides after each answer whether the loop asks again; is told whether the answer
   *     was full
   */
  ReceiveLoop(
      ConsumerCore consumer,
      MessageQueue queue,
      FilterExpression filter,
      MessageBudget budget,
      Dispatcher dispatcher,
      BiPredicate<ReceiveLoop, Boolean> goesOn) {
    super(consumer.client().timer());
    this.core = consumer.client();
    this.group = consumer.group();
    this.queue = queue;
    this.from = queue.getBroker().getEndpoints();
    this.filter = filter;
    this.requestTimeout = consumer.requestTimeout();
    this.budget = budget;
    this.dispatcher = dispatcher;
    this.goesOn = goesOn;
  }

  @Override
  protected void ask() {
    if (!dispatcher.mayReceive()) {
      pollAfter(AFTER_FAILURE);
      return;
    }
    int batch = budget.grantOr(core.serverSettings().receiveBatch(), this::poll);
    if (batch > 0) {
      receive(batch);
    }
  }

  /** Breaks off. */
  synchronized void stop() {
    stopped = true;
    if (call != null) {
      call.cancel("the consumer does not receive from this queue any more", null);
    }
  }

  private synchronized void receive(int batch) {
    if (stopped) {
      budget.answered(batch);
      return;
    }
    Duration longPolling = core.serverSettings().longPolling();
    ReceiveMessageRequest request =
        ReceiveMessageRequest.newBuilder()
            .setGroup(group)
            .setMessageQueue(queue)
            .setFilterExpression(filter)
            .setBatchSize(batch)
            .setAutoRenew(true)
            .setLongPollingTimeout(ClientCore.duration(longPolling))
            .setAttemptId(attemptId)
            .build();
    Answer answer = new Answer(core.timer().nanoTime(), batch);
    try {
      ClientCall<ReceiveMessageRequest, ReceiveMessageResponse> begun =
          core.rpc()
              .open(
                  MessagingServiceGrpc.getReceiveMessageMethod(),
                  from,
                  longPolling.plus(requestTimeout).toNanos(),
                  answer);
      call = begun;
      begun.request(Integer.MAX_VALUE);
      begun.sendMessage(request);
      begun.halfClose();
    } catch (ONSClientException refused) {
      ended(answer, refused);
    }
  }

  private synchronized void ended(Answer answer, ONSClientException failure) {
    budget.answered(answer.asked);
    if (answer.messages > 0) {
      dispatcher.pause();
    }
    if (core.telemetry().isOn()) {
      report(answer, failure);
    }
    if (stopped) {
      return;
    }
    if (failure == null) {
      if (answer.messages > 0) {
        attemptId = newAttemptId();
        handlesOfAttempt.clear();
      }
      worked();
      if (!goesOn.test(this, answer.isFull())) {
        stopped = true;
      } else if (answer.messages > 0 || answer.age().compareTo(BETWEEN_EMPTY_POLLS) >= 0) {
        poll();
      } else {
        pollAfter(BETWEEN_EMPTY_POLLS);
      }
    } else if (failure.isThrottled()) {
      pollAfterThrottling();
    } else {
      afterFailure(failure);
    }
  }

  private void report(Answer answer, ONSClientException failure) {
    boolean failed = failure != null && !stopped;
    if (failed || !answer.noted.isEmpty()) {
      core.telemetry()
          .received(
              from,
              queue.getTopic().getName(),
              answer.age(),
              answer.noted,
              failed ? failure : null);
    }
  }

  private void afterFailure(ONSClientException failure) {
    failed(failure);
    if (failure.getErrorCode() == ErrorCode.UNRECOGNIZED_CLIENT_TYPE
        || failure.getErrorCode() == ErrorCode.INTERNAL_SERVER_ERROR) {
      core.sessions().repeatSettings(from);
    }
    boolean routeIsOld =
        failure.getErrorCode() == ErrorCode.TOPIC_NOT_FOUND
            || failure.getErrorCode() == ErrorCode.FORBIDDEN;
    if (routeIsOld) {
      core.routes()
          .ask(queue.getTopic().getName())
          .whenComplete(
              (route, refused) -> {
                if (refused != null) {
                  log.debug("no new route for {}", this, refused);
                }
              });
    }
    pollAfter(routeIsOld || failure.isRetryable() ? AFTER_FAILURE : AFTER_REFUSAL);
  }

  private static String newAttemptId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public String toString() {
    return "receiving from queue " + queue.getId() + " of topic " + queue.getTopic().getName();
  }

  /** The answer of one poll. */
  private final class Answer extends ClientCall.Listener<ReceiveMessageResponse> {
    private final long askedNanos;
    private final int asked;
    private Status status;
    private int messages;

    /** Empty when nobody takes note. */
    private final List<Message> noted = core.telemetry().isOn() ? new ArrayList<>() : List.of();

    private Answer(long askedNanos, int asked) {
      this.askedNanos = askedNanos;
      this.asked = asked;
    }

    private boolean isFull() {
      return messages >= asked;
    }

    private Duration age() {
      return Duration.ofNanos(core.timer().nanoTime() - askedNanos);
    }

    @Override
    public void onMessage(ReceiveMessageResponse part) {
      switch (part.getContentCase()) {
        case STATUS -> status = part.getStatus();
        case MESSAGE -> {
          messages++;
          ReceivedMessage message =
              new ReceivedMessage(part.getMessage(), from, queue.getBroker().getName());
          if (!handlesOfAttempt.contains(message.receiptHandle())) {
            deliver(message);
            handlesOfAttempt.add(message.receiptHandle());
          }
        }
        default -> {
          // The time of delivery, which nobody here needs.
        }
      }
    }

    /** When this throws the message was not delivered, and comes again with the repeated answer. */
    private void deliver(ReceivedMessage message) {
      if (core.telemetry().isOn()) {
        noted.add(message.wire());
      }
      budget.take(message.size());
      try {
        dispatcher.deliver(message);
      } catch (RuntimeException | Error thrown) {
        budget.giveBack(message.size());
        throw thrown;
      }
    }

    @Override
    public void onClose(io.grpc.Status end, Metadata trailers) {
      guarded(() -> ended(this, failure(end)));
    }

    private ONSClientException failure(io.grpc.Status end) {
      if (!end.isOk()) {
        return RpcClient.failure(CALL, from, end);
      }
      if (status == null) {
        return messages > 0
            ? null
            : new ONSClientException(
                "the server's answer has no status", null, ErrorCode.MALFORMED_ANSWER);
      }
      return status.getCode() == Code.OK || status.getCode() == Code.MESSAGE_NOT_FOUND
          ? null
          : Failures.ofAnswer(CALL, from, status, "");
    }
  }
}
