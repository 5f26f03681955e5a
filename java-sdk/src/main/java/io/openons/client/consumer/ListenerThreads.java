package io.openons.client.consumer;

import io.openons.client.runtime.NamedThreads;
import io.openons.client.runtime.Pending;
import io.openons.client.runtime.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that call listeners, {@code ons-consume-<group>-<n>}. They keep the process alive
 * from the start of the consumer to its shutdown.
 */
final class ListenerThreads {
  private static final Logger log = LoggerFactory.getLogger(ListenerThreads.class);

  /** Fine enough for timeouts of minutes, and one look at a handful of deliveries. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final ThreadLocal<ListenerThreads> owner = new ThreadLocal<>();

  private final Timer timer;
  private final Predicate<Subscription> current;
  private final ThreadPoolExecutor pool;
  private final Timer.Task look;
  private final Set<Delivery> running = ConcurrentHashMap.newKeySet();
  private final Pending pending = new Pending();

  /**
   * Starts the first thread.
   *
   * @param current whether a subscription is still wanted
   */
  ListenerThreads(
      String group,
      int count,
      Duration consumeTimeout,
      Timer timer,
      Predicate<Subscription> current) {
    this.timer = timer;
    this.current = current;
    this.pool =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.user("ons-consume-" + group),
            (task, shutDown) -> giveUp(task));
    pool.prestartCoreThread();
    long limit = consumeTimeout.toNanos();
    this.look =
        timer.every(LOOK, LOOK, () -> running.forEach(delivery -> delivery.expireAfter(limit)));
  }

  /**
   * Calls the listener soon, or leaves the messages in the inbox; hands them back when closed.
   *
   * @param expires whether handling that takes too long has failed
   */
  void submit(
      List<ReceivedMessage> messages, Subscription subscription, Outcome outcome, boolean expires) {
    if (!pending.begin()) {
      outcome.handBack(messages);
    } else if (subscription.inbox() == null) {
      pool.execute(new ListenerCall(messages, subscription, outcome, this, expires));
    } else {
      leave(new InboxDelivery(messages, subscription, outcome, this, expires));
    }
  }

  private void leave(InboxDelivery delivery) {
    running.add(delivery);
    if (pool.isShutdown()) {
      delivery.handBack();
    } else {
      delivery.subscription().inbox().arrived(delivery);
    }
  }

  private void giveUp(Runnable task) {
    ((ListenerCall) task).handBack();
    pending.end();
  }

  /**
   * Calls no listener any more, hands waiting messages back, waits for running listeners, and
   * interrupts and hands back those that take too long. A listener that called this is not waited
   * for; its message goes back.
   */
  void close(Duration limit) {
    pending.close();
    pool.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    pool.getQueue().drainTo(waiting);
    waiting.forEach(this::giveUp);
    running.forEach(Delivery::handBackUnlessBegun);
    if (!pending.awaitAtMost(owner.get() == this ? 1 : 0, limit)) {
      log.warn(
          "{} listeners are still running after {} and are interrupted", running.size(), limit);
      running.forEach(Delivery::interrupt);
    }
    running.forEach(Delivery::handBack);
    look.cancel();
  }

  /** Whether the listener may be called. */
  boolean mayRun(Subscription subscription) {
    return !pool.isShutdown() && current.test(subscription);
  }

  void began(ListenerCall call) {
    owner.set(this);
    running.add(call);
  }

  void ended(ListenerCall call) {
    owner.remove();
    settled(call);
  }

  void settled(Delivery delivery) {
    running.remove(delivery);
    pending.end();
  }

  long nanoTime() {
    return timer.nanoTime();
  }
}
