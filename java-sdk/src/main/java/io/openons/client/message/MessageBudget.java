package io.openons.client.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Bounds what a topic or queue has received and not handled yet, by count and by bytes. A request
 * for messages names a count, not bytes; so the budget grants as many as fit if they are as large
 * as those that came lately, and at least one. Until some have come it expects the largest.
 */
public final class MessageBudget {
  /** The largest body that servers take unless they are configured otherwise. */
  private static final int LARGEST = 4 << 20;

  /** How fast the expectation follows smaller messages: most of the way within 32 of them. */
  private static final int SMOOTHING = 8;

  private int maxMessages;
  private long maxBytes;
  private int messages;
  private long bytes;

  /** Granted to requests that are under way. */
  private int granted;

  private int expectedSize = LARGEST;
  private final List<Runnable> waiting = new ArrayList<>();

  /** An empty budget. */
  public MessageBudget(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /** Lets each budget have its part of what all may hold together. */
  public static void share(Collection<MessageBudget> budgets, int maxMessages, long maxBytes) {
    int parts = Math.max(1, budgets.size());
    int messages = Math.max(1, maxMessages / parts);
    long bytes = Math.max(1, maxBytes / parts);
    budgets.forEach(budget -> budget.limit(messages, bytes));
  }

  /** Changes the bounds. */
  public void limit(int maxMessages, long maxBytes) {
    List<Runnable> woken;
    synchronized (this) {
      this.maxMessages = maxMessages;
      this.maxBytes = maxBytes;
      woken = woken();
    }
    woken.forEach(Runnable::run);
  }

  /**
   * Grants messages to a request, whose end is one {@link #answered}.
   *
   * @param most how many the request can use
   * @param task runs as soon as there is room, when there is none now
   * @return how many to ask for; 0 when there is no room
   */
  public synchronized int grantOr(int most, Runnable task) {
    if (messages >= maxMessages || bytes >= maxBytes) {
      waiting.add(task);
      return 0;
    }
    long fitting = (maxBytes - bytes - (long) granted * expectedSize) / expectedSize;
    int grant = (int) Math.min(Math.min(most, maxMessages - messages), Math.max(1, fitting));
    granted += grant;
    return grant;
  }

  /** A request has ended that was granted messages. */
  public synchronized void answered(int grant) {
    granted -= grant;
  }

  /** A message has come. */
  public synchronized void take(int size) {
    messages++;
    bytes += size;
    int known = Math.max(1, size);
    expectedSize =
        known >= expectedSize ? known : expectedSize - divideUp(expectedSize - known, SMOOTHING);
  }

  private static int divideUp(int number, int by) {
    return (number + by - 1) / by;
  }

  /** A message is held no longer. */
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
