package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.Message;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.CorruptMessageException;
import io.openons.client.message.MessageDecoder;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Messages on their way to who handles them, and the outcome, which is told once: as the handler
 * says, or because it took too long, or because the consumer ends first. What comes later is
 * ignored.
 */
abstract class Delivery implements Runnable {
  private static final Log log = Logs.of(Delivery.class);

  /** Knows the deliveries under way, and whether they are still wanted. */
  interface Watch {
    /** Whether messages of a subscription are still wanted. */
    boolean mayRun(Subscription subscription);

    /** The calling thread is about to call the listener. */
    void calling(Delivery delivery);

    /** The call has ended, on the same thread. */
    void called(Delivery delivery);

    /** A listener that answers later has the delivery. */
    void offered(Delivery delivery);

    /** Nothing more can come of the delivery. */
    void settled(Delivery delivery);

    /** Returns the client's telemetry. */
    Telemetry telemetry();

    /** Returns the client's clock. */
    long nanoTime();
  }

  private enum State {
    WAITING,
    RUNNING,
    SETTLED
  }

  private final List<ReceivedMessage> messages;
  private final Subscription subscription;
  private final OutcomeListener outcome;
  private final Watch watch;
  private final boolean expires;
  private final List<ReceivedMessage> damaged = new ArrayList<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile long startedNanos;
  private volatile boolean warned;

  /**
   * A delivery.
   *
   * @param expires whether handling that takes too long has failed
   */
  Delivery(
      List<ReceivedMessage> messages,
      Subscription subscription,
      OutcomeListener outcome,
      Watch watch,
      boolean expires) {
    this.messages = messages;
    this.subscription = subscription;
    this.outcome = outcome;
    this.watch = watch;
    this.expires = expires;
  }

  final Subscription subscription() {
    return subscription;
  }

  final Watch watch() {
    return watch;
  }

  /** Lets the handling begin; false when the messages are not wanted any more, they go back. */
  final boolean begin() {
    startedNanos = watch.nanoTime();
    if (!watch.mayRun(subscription)) {
      handBack();
      return false;
    }
    return state.compareAndSet(State.WAITING, State.RUNNING);
  }

  /** The messages to handle, without the damaged ones; once. */
  final List<Message> open() {
    List<Message> decoded = new ArrayList<>(messages.size());
    for (ReceivedMessage message : messages) {
      try {
        decoded.add(MessageDecoder.decode(message));
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is not shown to the listener", message, corrupt);
        damaged.add(message);
      }
    }
    return decoded;
  }

  /** Notes for telemetry that the opened messages are being handled, by the calling thread. */
  final Telemetry.Processing noteProcessing() {
    return watch.telemetry().processing(noted());
  }

  /** As {@link #noteProcessing}, when any thread may end the handling. */
  final Telemetry.Processing noteLastingProcessing() {
    return watch.telemetry().lastingProcessing(noted());
  }

  private List<io.openons.proto.v2.Message> noted() {
    return watch.telemetry().isOn() ? ReceivedMessage.wires(undamaged()) : List.of();
  }

  /** Ends the handling; false when it was too late. */
  final boolean end(boolean handled) {
    if (!settle(State.RUNNING)) {
      log.warn("{}: the listener's result came too late", messages);
      return false;
    }
    try {
      damaged.forEach(outcome::damaged);
      List<ReceivedMessage> rest = undamaged();
      if (!rest.isEmpty()) {
        outcome.ended(rest, handled);
      }
    } finally {
      settled(handled);
    }
    return true;
  }

  private List<ReceivedMessage> undamaged() {
    if (damaged.isEmpty()) {
      return messages;
    }
    List<ReceivedMessage> rest = new ArrayList<>(messages);
    rest.removeAll(damaged);
    return rest;
  }

  /**
   * The messages count as failed when they have been handled for so long. Where order is kept they
   * cannot, as the next ones would overtake them; then a warning says what stands still.
   */
  final void expireAfter(long nanos) {
    if (state.get() != State.RUNNING || watch.nanoTime() - startedNanos < nanos) {
      return;
    }
    if (!expires) {
      if (!warned) {
        warned = true;
        log.warn(
            "{}: the listener takes longer than consumeTimeout; its sharding key waits. Let the"
                + " listener return, with Suspend if it cannot handle the message now",
            messages);
      }
    } else if (settle(State.RUNNING)) {
      log.warn(
          "{}: the listener takes longer than consumeTimeout, which counts as a failure", messages);
      outcome.ended(messages, false);
      settled(false);
    }
  }

  /** The messages go back, whether they are being handled or not. */
  final void handBack() {
    if (!handBackUnlessBegun() && settle(State.RUNNING)) {
      outcome.handBack(messages);
      settled(false);
    }
  }

  /** The messages go back when nobody handles them yet. */
  final boolean handBackUnlessBegun() {
    boolean back = settle(State.WAITING);
    if (back) {
      outcome.handBack(messages);
      settled(false);
    }
    return back;
  }

  /** Is called after the outcome was told. */
  void settled(boolean handled) {}

  /** Hands the messages back although nobody was called for them. */
  abstract void giveUp();

  /** Interrupts the handling where that is possible. */
  void interrupt() {}

  private boolean settle(State from) {
    return state.compareAndSet(from, State.SETTLED);
  }

  @Override
  public final String toString() {
    return messages.toString();
  }
}
