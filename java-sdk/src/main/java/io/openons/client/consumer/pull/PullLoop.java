package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.consumer.PollLoop;
import io.openons.client.consumer.pull.Pull.Pulled;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Failures;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.MessageQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one queue from an offset on, one long poll after the other, as long as there is room. It
 * goes one way: who wants to read elsewhere stops it and makes another.
 */
public final class PullLoop extends PollLoop {
  private static final Log log = Logs.of(PullLoop.class);

  private final ClientCore core;
  private final QueueCalls calls;
  private final MessageQueue queue;
  private final FilterExpression filter;
  private final MessageBudget budget;
  private final Consumer<ReceivedMessage> sink;
  private final Consumer<ONSClientException> onRefusal;

  private long offset;
  private long askedNanos;
  private volatile Pull current;
  private volatile boolean stopped;

  /**
   * A loop that has not begun.
   *
   * @param sink takes messages, in order, on a thread that must not be blocked
   * @param onRefusal is told failures that do not pass by themselves
   */
  public PullLoop(
      ClientCore core,
      QueueCalls calls,
      MessageQueue queue,
      FilterExpression filter,
      long offset,
      MessageBudget budget,
      Consumer<ReceivedMessage> sink,
      Consumer<ONSClientException> onRefusal) {
    super(core.timer());
    this.core = core;
    this.calls = calls;
    this.queue = queue;
    this.filter = filter;
    this.offset = offset;
    this.budget = budget;
    this.sink = sink;
    this.onRefusal = onRefusal;
  }

  @Override
  protected void ask() {
    int batch = stopped ? 0 : budget.grantOr(core.serverSettings().receiveBatch(), this::poll);
    if (batch == 0) {
      return;
    }
    askedNanos = core.timer().nanoTime();
    Pull pull = calls.pull(queue, offset, filter, batch, core.serverSettings().longPolling());
    current = pull;
    if (stopped) {
      pull.cancel();
    }
    pull.answer().whenComplete((pulled, thrown) -> guarded(() -> ended(batch, pulled, thrown)));
  }

  /** Breaks off; nothing comes any more. */
  public void stop() {
    stopped = true;
    Pull underWay = current;
    if (underWay != null) {
      underWay.cancel();
    }
  }

  private void ended(int batch, Pulled pulled, Throwable thrown) {
    budget.answered(batch);
    if (stopped) {
      return;
    }
    Duration took = Duration.ofNanos(core.timer().nanoTime() - askedNanos);
    if (thrown != null) {
      ONSClientException failure = Failures.unwrap(thrown);
      report(took, List.of(), failure);
      afterFailure(failure);
      return;
    }
    report(took, pulled.messages(), null);
    worked();
    offset = pulled.nextOffset();
    for (ReceivedMessage message : pulled.messages()) {
      budget.take(message.size());
      sink.accept(message);
    }
    boolean held = took.compareTo(BETWEEN_EMPTY_POLLS) >= 0;
    if (held || !pulled.messages().isEmpty()) {
      poll();
    } else {
      pollAfter(BETWEEN_EMPTY_POLLS);
    }
  }

  private void report(Duration took, List<ReceivedMessage> messages, ONSClientException failure) {
    if (core.telemetry().isOn() && (failure != null || !messages.isEmpty())) {
      core.telemetry()
          .received(
              queue.getBroker().getEndpoints(),
              queue.getTopic().getName(),
              took,
              ReceivedMessage.wires(messages),
              failure);
    }
  }

  private void afterFailure(ONSClientException failure) {
    if (failure.isThrottled()) {
      pollAfterThrottling();
      return;
    }
    failed(failure);
    if (failure.getErrorCode() == ErrorCode.ILLEGAL_OFFSET) {
      moveInside();
    } else if (failure.isRetryable()) {
      pollAfter(AFTER_FAILURE);
    } else {
      onRefusal.accept(failure);
      pollAfter(AFTER_REFUSAL);
    }
  }

  /** The queue has lost messages at one end or the other: goes on at the nearer one. */
  private void moveInside() {
    calls
        .beginning(queue)
        .thenCombine(calls.end(queue), (first, end) -> Math.max(first, Math.min(end, offset)))
        .whenComplete(
            (inside, thrown) -> {
              if (thrown == null) {
                log.warn("{}: offset {} does not exist; going on at {}", this, offset, inside);
                offset = inside;
              }
              pollAfter(AFTER_FAILURE);
            });
  }

  @Override
  public String toString() {
    return "reading queue " + queue.getId() + " of topic " + queue.getTopic().getName();
  }
}
