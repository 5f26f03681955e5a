package io.openons.client.consumer.push;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Receives from one queue: by one long poll when there is little, by a few at once while answers
 * come back full. Otherwise a busy connection would deliver one batch per round trip, however long
 * that is.
 */
final class QueueReceiver {
  /** Enough to hide a round trip; more would only take turns on the connection. */
  static final int MOST_LOOPS = 4;

  private final Function<BiPredicate<ReceiveLoop, Boolean>, ReceiveLoop> make;
  private final int mostLoops;
  private final List<ReceiveLoop> loops = new ArrayList<>();
  private boolean stopped;

  /**
   * A receiver that has not begun.
   *
   * @param make makes a loop that asks after each answer whether it goes on
   * @param parallel whether the server lets this consumer ask for the queue's messages several
   *     times at once, which it does not where it keeps order
   */
  QueueReceiver(Function<BiPredicate<ReceiveLoop, Boolean>, ReceiveLoop> make, boolean parallel) {
    this.make = make;
    this.mostLoops = parallel ? MOST_LOOPS : 1;
  }

  void start() {
    add().poll();
  }

  private synchronized ReceiveLoop add() {
    ReceiveLoop loop = make.apply(this::goesOn);
    loops.add(loop);
    return loop;
  }

  /** Whether a loop that got an answer asks again; a full answer may call for one loop more. */
  private boolean goesOn(ReceiveLoop loop, boolean full) {
    ReceiveLoop further = null;
    synchronized (this) {
      if (stopped) {
        return false;
      }
      if (!full && loops.size() > 1) {
        loops.remove(loop);
        return false;
      }
      if (full && loops.size() < mostLoops) {
        further = add();
      }
    }
    if (further != null) {
      further.poll();
    }
    return true;
  }

  /** Wakes loops that a lack of memory has left without a plan. */
  void revive() {
    List<ReceiveLoop> running;
    synchronized (this) {
      running = List.copyOf(loops);
    }
    running.forEach(ReceiveLoop::revive);
  }

  /** Breaks off. */
  void stop() {
    List<ReceiveLoop> running;
    synchronized (this) {
      stopped = true;
      running = List.copyOf(loops);
      loops.clear();
    }
    running.forEach(ReceiveLoop::stop);
  }
}
