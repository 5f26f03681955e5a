package io.openons.client.consumer.push;

import io.openons.client.message.ReceivedMessage;
import io.openons.client.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers the messages of a topic. A batch goes when it is full; else, without a wait, when a
 * server has given all that it has, and with a wait when the first message has waited so long.
 */
final class BatchDispatcher implements Dispatcher {
  private final SingleDispatcher next;
  private final Timer timer;
  private final int size;
  private final Duration wait;
  private List<ReceivedMessage> gathered = new ArrayList<>();
  private Timer.Task due = () -> {};
  private boolean stopped;

  BatchDispatcher(SingleDispatcher next, Timer timer, int size, Duration wait) {
    this.next = next;
    this.timer = timer;
    this.size = size;
    this.wait = wait;
  }

  @Override
  public boolean mayReceive() {
    return next.mayReceive();
  }

  @Override
  public synchronized void deliver(ReceivedMessage message) {
    if (stopped) {
      next.handBack(List.of(message));
      return;
    }
    gathered.add(message);
    if (gathered.size() >= size) {
      send();
    } else if (gathered.size() == 1 && !wait.isZero()) {
      due = timer.after(wait, this::send);
    }
  }

  @Override
  public synchronized void pause() {
    if (wait.isZero()) {
      send();
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    due.cancel();
    next.handBack(gathered);
    gathered = new ArrayList<>();
  }

  private synchronized void send() {
    due.cancel();
    if (!gathered.isEmpty()) {
      next.deliver(gathered);
      gathered = new ArrayList<>();
    }
  }
}
