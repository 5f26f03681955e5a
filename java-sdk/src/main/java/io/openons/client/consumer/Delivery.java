package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one message through its listener, and settles it once: by the listener's result, or because
 * it took too long, or because the consumer ends first. What comes later is ignored.
 */
final class Delivery implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private enum State {
    WAITING,
    RUNNING,
    SETTLED
  }

  private final ReceivedMessage message;
  private final Subscription subscription;
  private final Runnable settled;
  private final ListenerThreads threads;
  private final Settlement settlement;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long startedNanos;
  private volatile Thread thread;

  /**
   * A delivery.
   *
   * @param settled runs once, when the message takes no room any more
   */
  Delivery(
      ReceivedMessage message,
      Subscription subscription,
      Runnable settled,
      ListenerThreads threads,
      Settlement settlement) {
    this.message = message;
    this.subscription = subscription;
    this.settled = settled;
    this.threads = threads;
    this.settlement = settlement;
  }

  @Override
  public void run() {
    startedNanos = threads.nanoTime();
    thread = Thread.currentThread();
    threads.began(this);
    try {
      if (!threads.mayRun(subscription)) {
        handBack();
        return;
      }
      if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
        return;
      }
      Action action = consume();
      if (settle(State.RUNNING)) {
        if (action == Action.CommitMessage) {
          settlement.acknowledge(message);
        } else {
          settlement.failed(message);
        }
      } else {
        log.warn("{}: the listener's result {} came too late", message, action);
      }
    } finally {
      threads.ended(this);
    }
  }

  private Action consume() {
    Message decoded;
    try {
      decoded = MessageDecoder.decode(message);
    } catch (CorruptMessageException corrupt) {
      log.error("{} arrived damaged and is not shown to the listener", message, corrupt);
      return Action.ReconsumeLater;
    }
    try {
      return subscription.listener().consume(decoded, new ConsumeContext());
    } catch (RuntimeException | Error thrown) {
      log.warn("{}: the listener threw, the message comes again later", message, thrown);
      return Action.ReconsumeLater;
    }
  }

  /** The message counts as failed when its listener has been running for so long. */
  void expireAfter(long nanos) {
    if (threads.nanoTime() - startedNanos >= nanos && settle(State.RUNNING)) {
      log.warn(
          "{}: the listener takes longer than consumeTimeout, the message comes again later",
          message);
      settlement.failed(message);
    }
  }

  /** The message goes back, whether its listener runs or not. */
  void handBack() {
    if (settle(State.WAITING) || settle(State.RUNNING)) {
      settlement.handBack(message);
    }
  }

  /** Interrupts the listener, unless it is the caller. */
  void interrupt() {
    if (thread != Thread.currentThread()) {
      thread.interrupt();
    }
  }

  private boolean settle(State from) {
    boolean first = state.compareAndSet(from, State.SETTLED);
    if (first) {
      settled.run();
    }
    return first;
  }
}
