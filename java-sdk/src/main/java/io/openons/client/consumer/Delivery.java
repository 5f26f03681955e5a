package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages through their listener, in one call, and tells the outcome once: by the listener's
 * result, or because it took too long, or because the consumer ends first. What comes later is
 * ignored.
 */
final class Delivery implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private enum State {
    WAITING,
    RUNNING,
    SETTLED
  }

  private final List<ReceivedMessage> messages;
  private final Subscription subscription;
  private final Outcome outcome;
  private final ListenerThreads threads;
  private final boolean expires;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long startedNanos;
  private volatile Thread thread;

  /**
   * A delivery.
   *
   * @param expires whether a listener that takes too long has failed
   */
  Delivery(
      List<ReceivedMessage> messages,
      Subscription subscription,
      Outcome outcome,
      ListenerThreads threads,
      boolean expires) {
    this.messages = messages;
    this.subscription = subscription;
    this.outcome = outcome;
    this.threads = threads;
    this.expires = expires;
  }

  String topic() {
    return subscription.topic();
  }

  @Override
  public void run() {
    startedNanos = threads.nanoTime();
    thread = Thread.currentThread();
    threads.began(this);
    try {
      if (!threads.mayRun(subscription)) {
        handBack();
      } else if (state.compareAndSet(State.WAITING, State.RUNNING)) {
        consume();
      }
    } finally {
      threads.ended(this);
    }
  }

  private void consume() {
    List<ReceivedMessage> good = new ArrayList<>(messages.size());
    List<ReceivedMessage> damaged = new ArrayList<>();
    List<Message> decoded = new ArrayList<>(messages.size());
    for (ReceivedMessage message : messages) {
      try {
        decoded.add(MessageDecoder.decode(message));
        good.add(message);
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is not shown to the listener", message, corrupt);
        damaged.add(message);
      }
    }
    boolean handled = !good.isEmpty() && handle(good, decoded);
    if (!settle(State.RUNNING)) {
      log.warn("{}: the listener's result came too late", messages);
      return;
    }
    damaged.forEach(outcome::damaged);
    if (!good.isEmpty()) {
      outcome.ended(good, handled);
    }
  }

  private boolean handle(List<ReceivedMessage> good, List<Message> decoded) {
    Telemetry.Processing processing = threads.noteProcessing(good);
    boolean handled;
    try {
      handled = subscription.handler().handle(decoded);
    } catch (RuntimeException | Error thrown) {
      processing.threw(thrown);
      log.warn("{}: the listener threw", messages, thrown);
      return false;
    }
    processing.ended(handled);
    return handled;
  }

  /** The messages count as failed when their listener has been running for so long. */
  void expireAfter(long nanos) {
    if (expires && threads.nanoTime() - startedNanos >= nanos && settle(State.RUNNING)) {
      log.warn(
          "{}: the listener takes longer than consumeTimeout, which counts as a failure", messages);
      outcome.ended(messages, false);
    }
  }

  /** The messages go back, whether their listener runs or not. */
  void handBack() {
    if (settle(State.WAITING) || settle(State.RUNNING)) {
      outcome.handBack(messages);
    }
  }

  /** Interrupts the listener, unless it is the caller. */
  void interrupt() {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }

  private boolean settle(State from) {
    return state.compareAndSet(from, State.SETTLED);
  }
}
