package io.openons.client.consumer.push;

import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.OutcomeListener;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.runtime.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * One lane per sharding key: its messages go one after the other, and a message that is not handled
 * holds up its lane, and only that, until it is handled or has become a dead letter.
 */
final class OrderedDispatcher implements Dispatcher, OutcomeListener {
  /** The first message is with the listener, or pauses before it goes there again. */
  private static final class Lane {
    private final Deque<ReceivedMessage> messages = new ArrayDeque<>();
    private Timer.Task pause;
  }

  private final Subscription subscription;
  private final MessageBudget budget;
  private final ListenerThreads threads;
  private final Settlement settlement;
  private final Timer timer;
  private final Duration suspend;
  private final IntSupplier maxAttempts;
  private final Map<String, Lane> lanes = new HashMap<>();
  private boolean stopped;

  /**
   * Lanes of a subscription.
   *
   * @param suspend the pause before a message is shown again
   * @param maxAttempts how often a message is shown before it becomes a dead letter
   */
  OrderedDispatcher(
      Subscription subscription,
      MessageBudget budget,
      ListenerThreads threads,
      Settlement settlement,
      Timer timer,
      Duration suspend,
      IntSupplier maxAttempts) {
    this.subscription = subscription;
    this.budget = budget;
    this.threads = threads;
    this.settlement = settlement;
    this.timer = timer;
    this.suspend = suspend;
    this.maxAttempts = maxAttempts;
  }

  @Override
  public boolean mayReceive() {
    return !settlement.isBehind();
  }

  @Override
  public void deliver(ReceivedMessage message) {
    synchronized (this) {
      if (!stopped) {
        Lane lane = lanes.computeIfAbsent(message.laneKey(), absent -> new Lane());
        lane.messages.add(message);
        if (lane.messages.size() > 1) {
          return;
        }
      }
    }
    show(message);
  }

  private void show(ReceivedMessage message) {
    threads.submit(List.of(message), subscription, this, false);
  }

  @Override
  public void ended(List<ReceivedMessage> messages, boolean handled) {
    ReceivedMessage message = messages.get(0);
    if (handled) {
      settlement.acknowledge(message);
      leave(message);
    } else if (message.attempt() >= maxAttempts.getAsInt()) {
      settlement.bury(message, maxAttempts.getAsInt());
      leave(message);
    } else if (!pause(message)) {
      handBack(messages);
    }
  }

  /** Plans the next attempt; false when nothing is planned any more. */
  private synchronized boolean pause(ReceivedMessage message) {
    Lane lane = lanes.get(message.laneKey());
    if (stopped || lane == null) {
      return false;
    }
    lane.pause = timer.after(suspend, () -> resume(lane));
    return true;
  }

  private void resume(Lane lane) {
    ReceivedMessage again;
    synchronized (this) {
      if (stopped || lane.pause == null) {
        return;
      }
      lane.pause = null;
      again = lane.messages.remove().nextAttempt();
      lane.messages.addFirst(again);
    }
    show(again);
  }

  @Override
  public void damaged(ReceivedMessage message) {
    settlement.bury(message, maxAttempts.getAsInt());
    leave(message);
  }

  /** The message is done with; the next of its lane follows. */
  private void leave(ReceivedMessage message) {
    budget.giveBack(message.size());
    ReceivedMessage next = null;
    synchronized (this) {
      Lane lane = lanes.get(message.laneKey());
      if (lane != null) {
        lane.messages.remove();
        next = lane.messages.peek();
        if (next == null) {
          lanes.remove(message.laneKey());
        }
      }
    }
    if (next != null) {
      show(next);
    }
  }

  /** A message that goes back takes those behind it along, or they would overtake it. */
  @Override
  public void handBack(List<ReceivedMessage> messages) {
    List<ReceivedMessage> back = new ArrayList<>(messages);
    synchronized (this) {
      Lane lane = lanes.remove(messages.get(0).laneKey());
      if (lane != null) {
        lane.messages.remove();
        back.addAll(lane.messages);
      }
    }
    back.forEach(this::giveBack);
  }

  private void giveBack(ReceivedMessage message) {
    budget.giveBack(message.size());
    settlement.handBack(message);
  }

  @Override
  public void stop() {
    List<ReceivedMessage> back = new ArrayList<>();
    synchronized (this) {
      stopped = true;
      for (Lane lane : lanes.values()) {
        if (lane.pause == null) {
          lane.messages.remove();
        } else {
          lane.pause.cancel();
        }
        back.addAll(lane.messages);
      }
      lanes.clear();
    }
    back.forEach(this::giveBack);
  }
}
