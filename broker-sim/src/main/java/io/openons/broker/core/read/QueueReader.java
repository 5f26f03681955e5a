package io.openons.broker.core.read;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.Turn;
import io.openons.broker.core.api.WaitingCalls;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.view.ConsumeQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads queues at offsets, waiting for messages when there are none. A read that has much to pass
 * over does so turn by turn, and others have theirs in between. Safe on any thread.
 */
public final class QueueReader {
  private final Scheduler scheduler;
  private final WaitingCalls waiting;

  /**
   * Makes a reader.
   *
   * @param waiting the calls that wait at the broker
   */
  public QueueReader(Scheduler scheduler, WaitingCalls waiting) {
    this.scheduler = scheduler;
    this.waiting = waiting;
  }

  /**
   * Gives messages, or none when the waiting time is over. Cancelling the future ends the waiting.
   * A read that does not wait may give none, and where to go on, though there are some further on.
   *
   * @throws BrokerException when the request breaks a rule, or too many calls wait
   */
  public CompletableFuture<ReadResult> read(Topic topic, ReadRequest request) {
    check(topic, request);
    WaitingRead read = new WaitingRead(topic, request, scheduler);
    topic.addArrivalListener(read);
    read.run();
    if (request.waitTime().isZero()) {
      read.giveUp();
    }
    if (read.answer.isDone()) {
      topic.removeArrivalListener(read);
      return read.answer;
    }
    enter(topic, read);
    Scheduler.Task timeout = scheduler.after(request.waitTime().toMillis(), read::giveUp);
    read.answer.whenComplete(
        (result, failure) -> {
          topic.removeArrivalListener(read);
          timeout.cancel();
        });
    return read.answer;
  }

  private void enter(Topic topic, WaitingRead read) {
    try {
      waiting.enter(read.answer);
    } catch (BrokerException full) {
      topic.removeArrivalListener(read);
      throw full;
    }
  }

  /** A read that looks again at each arrival, from where it looked last. */
  private static final class WaitingRead implements Runnable {
    final CompletableFuture<ReadResult> answer = new CompletableFuture<>();
    private final Topic topic;
    private final ReadRequest request;
    private final Scheduler scheduler;
    private long next;
    private boolean goesOn;

    WaitingRead(Topic topic, ReadRequest request, Scheduler scheduler) {
      this.topic = topic;
      this.request = request;
      this.scheduler = scheduler;
      this.next = request.offset();
    }

    @Override
    public void run() {
      try {
        ReadResult found;
        synchronized (this) {
          topic.requireNotDeleted();
          if (goesOn || answer.isDone() || topic.queue(request.queue()).size() <= next) {
            return;
          }
          Turn turn = new Turn();
          found = collect(topic, request, next, turn);
          next = found.nextOffset();
          goesOn = turn.isOver() && found.messages().isEmpty() && !request.waitTime().isZero();
          if (goesOn) {
            scheduler.background(this::goOn);
          }
        }
        if (!found.messages().isEmpty()) {
          answer.complete(found);
        }
      } catch (RuntimeException e) {
        // The reader's trouble, not the sender's.
        answer.completeExceptionally(e);
      }
    }

    private void goOn() {
      synchronized (this) {
        goesOn = false;
      }
      run();
    }

    void giveUp() {
      long passed;
      synchronized (this) {
        passed = next;
      }
      answer.complete(new ReadResult(List.of(), passed));
    }
  }

  private static void check(Topic topic, ReadRequest request) {
    if (request.maxMessages() < 1) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "batch size is %d; ask for at least 1 message".formatted(request.maxMessages()));
    }
    if (request.waitTime().isNegative()) {
      throw new BrokerException(
          Reason.ILLEGAL_WAIT,
          "the wait is %s; it must not be negative".formatted(request.waitTime()));
    }
    checkOffset(topic, request.queue(), request.offset());
  }

  /** Refuses an offset that is outside of its queue. */
  public static void checkOffset(Topic topic, int queue, long offset) {
    long begin = topic.queue(queue).begin();
    long size = topic.queue(queue).size();
    if (offset < begin || offset > size) {
      throw new BrokerException(
          Reason.ILLEGAL_OFFSET,
          "offset %d is outside of queue %d of topic %s, which has offsets %d to %d"
              .formatted(offset, queue, topic.name(), begin, size));
    }
  }

  private static ReadResult collect(Topic topic, ReadRequest request, long from, Turn turn) {
    ConsumeQueue index = topic.queue(request.queue());
    int max = Math.min(request.maxMessages(), Limits.MAX_RECEIVE_MESSAGES);
    List<StoredMessage> messages = new ArrayList<>();
    int bytes = 0;
    long next = Math.max(from, index.begin());
    while (next < index.size()
        && messages.size() < max
        && bytes < Limits.RECEIVE_BYTES
        && !turn.isOver()) {
      StoredMessage message;
      try {
        message = wanted(topic, request, next, turn);
      } catch (RecordDeletedException overtaken) {
        next = Math.max(next + 1, index.begin());
        continue;
      }
      if (message != null) {
        messages.add(message);
        bytes += message.message().body().remaining();
      }
      next++;
    }
    return new ReadResult(messages, next);
  }

  private static StoredMessage wanted(Topic topic, ReadRequest request, long offset, Turn turn) {
    ConsumeQueue.Entry entry = topic.queue(request.queue()).entry(offset);
    if (!request.filter().mayMatch(entry.hash())) {
      turn.pass();
      return null;
    }
    turn.read();
    StoredMessage message = topic.read(request.queue(), offset, entry);
    return request.filter().matches(message.message()) && message.message().isFor(request.group())
        ? message
        : null;
  }
}
