package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.runtime.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Lets tasks through one by one, in order and evenly spaced. Turns that nobody took are not saved
 * up. No thread waits: what has to, waits in a queue.
 */
final class RateLimiter {
  /** Effectively never; a longer gap would overflow. */
  private static final long LONGEST_GAP = TimeUnit.DAYS.toNanos(365);

  private final Timer timer;
  private final Executor next;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private long gapNanos;
  private long turn;
  private Timer.Task planned;
  private boolean closed;

  /**
   * A limiter that lets the first task through at once.
   *
   * @param next takes the tasks whose turn has come
   */
  RateLimiter(Timer timer, Executor next, double perSecond) {
    this.timer = timer;
    this.next = next;
    this.gapNanos = gap(perSecond);
    this.turn = timer.nanoTime();
  }

  /**
   * Refuses what is no rate.
   *
   * @throws ONSClientException when the topic is null or the rate is not a positive number
   */
  static void requireRate(String topic, double perSecond) {
    if (topic == null || !(perSecond > 0)) {
      throw new ONSClientException(
          "rateLimit of topic "
              + topic
              + ": "
              + perSecond
              + " is not a rate; give a topic, and more than 0 messages per second",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
  }

  private static long gap(double perSecond) {
    return (long) Math.min(LONGEST_GAP, TimeUnit.SECONDS.toNanos(1) / perSecond);
  }

  /** Changes the rate; applies to the current wait too. */
  void rate(double perSecond) {
    synchronized (this) {
      long gap = gap(perSecond);
      if (turn - timer.nanoTime() > 0) {
        turn += gap - gapNanos;
      }
      gapNanos = gap;
    }
    goOn();
  }

  /** Lets the task through when it is its turn. */
  void add(Runnable task) {
    synchronized (this) {
      if (waiting.isEmpty()) {
        long now = timer.nanoTime();
        turn = now + Math.max(0, turn - now);
      }
      waiting.add(task);
    }
    goOn();
  }

  /** Lets everything that waits through at once. */
  void release() {
    List<Runnable> released;
    synchronized (this) {
      released = List.copyOf(waiting);
      waiting.clear();
    }
    released.forEach(next::execute);
  }

  /** Lets everything through at once from now on. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    goOn();
  }

  private void goOn() {
    List<Runnable> due = new ArrayList<>();
    synchronized (this) {
      long now = timer.nanoTime();
      while (!waiting.isEmpty() && (closed || turn - now <= 0)) {
        due.add(waiting.remove());
        turn += gapNanos;
      }
      if (planned != null) {
        planned.cancel();
        planned = null;
      }
      if (!waiting.isEmpty()) {
        planned = timer.after(Duration.ofNanos(turn - now), this::goOn);
      }
    }
    due.forEach(next::execute);
  }
}
