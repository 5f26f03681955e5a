package io.openons.client.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Bounds what a topic has received and not handled yet, by count and by bytes. Receives that are
 * under way when the budget is used up still bring what they asked for.
 */
public final class MessageBudget {
  private int maxMessages;
  private long maxBytes;
  private int messages;
  private long bytes;
  private final List<Runnable> waiting = new ArrayList<>();

  public MessageBudget(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  public void limit(int maxMessages, long maxBytes) {
    List<Runnable> woken;
    synchronized (this) {
      this.maxMessages = maxMessages;
      this.maxBytes = maxBytes;
      woken = woken();
    }
    woken.forEach(Runnable::run);
  }

  /** How many messages there is room for; when for none, the task runs as soon as there is some. */
  public synchronized int roomOr(Runnable task) {
    if (messages < maxMessages && bytes < maxBytes) {
      return maxMessages - messages;
    }
    waiting.add(task);
    return 0;
  }

  public synchronized void take(int size) {
    messages++;
    bytes += size;
  }

  public void giveBack(int size) {
    List<Runnable> woken;
    synchronized (this) {
      messages--;
      bytes -= size;
      woken = woken();
    }
    woken.forEach(Runnable::run);
  }

  /** A quarter must be free before receiving goes on, or it would go on one message at a time. */
  private List<Runnable> woken() {
    if (waiting.isEmpty()
        || messages > maxMessages - maxMessages / 4
        || bytes > maxBytes - maxBytes / 4) {
      return List.of();
    }
    List<Runnable> woken = List.copyOf(waiting);
    waiting.clear();
    return woken;
  }
}
