package io.openons.client.consumer.listen;

import io.openons.client.config.ConsumerConfig;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.runtime.InProgress;
import io.openons.client.runtime.NamedThreads;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.client.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that call listeners, {@code ons-consume-<group>-<n>}. They keep the process alive
 * from the start of the consumer to its shutdown.
 */
public final class ListenerThreads implements Delivery.Watch {
  private static final Log log = Logs.of(ListenerThreads.class);

  /** Timeouts are in minutes, so checking once a second is precise enough and cheap. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final ThreadLocal<ListenerThreads> owner = new ThreadLocal<>();

  private final Timer timer;
  private final Telemetry telemetry;
  private final Map<String, Subscription> subscriptions;
  private final ThreadPoolExecutor pool;
  private final Timer.Task look;
  private final Set<Delivery> running = ConcurrentHashMap.newKeySet();
  private final InProgress inProgress = new InProgress();
  private final Map<String, RateLimiter> limited = new ConcurrentHashMap<>();

  /**
   * Starts the first thread.
   *
   * @param subscriptions those that are wanted, by topic; may change
   * @param rates how often listeners are called, by topic
   */
  public ListenerThreads(
      ConsumerConfig config,
      ClientCore core,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates) {
    int count = config.threads();
    this.timer = core.timer();
    this.telemetry = core.telemetry();
    this.subscriptions = subscriptions;
    this.pool =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.user("ons-consume-" + config.client().group()),
            (task, shutDown) -> ((Delivery) task).giveUp());
    pool.prestartCoreThread();
    long limit = config.consumeTimeout().toNanos();
    this.look =
        timer.every(LOOK, LOOK, () -> running.forEach(delivery -> delivery.expireAfter(limit)));
    rates.forEach(this::limit);
  }

  /** Limits how often the listener of a topic is called. */
  public void limit(String topic, double perSecond) {
    RateLimiter old = limited.putIfAbsent(topic, new RateLimiter(timer, pool, perSecond));
    if (old != null) {
      old.rate(perSecond);
    }
  }

  /**
   * Calls the listener, or hands the messages out, soon or when it is their turn; hands them back
   * when closed.
   *
   * @param expires whether handling that takes too long has failed
   */
  public void submit(
      List<ReceivedMessage> messages,
      Subscription subscription,
      OutcomeListener outcome,
      boolean expires) {
    if (!inProgress.begin()) {
      outcome.handBack(messages);
      return;
    }
    boolean called = subscription.later() == null;
    Delivery delivery =
        called
            ? new ListenerCall(messages, subscription, outcome, this, expires)
            : new LaterDelivery(messages, subscription, outcome, this, expires);
    try {
      RateLimiter limiter = limited.get(subscription.topic());
      if (limiter != null) {
        limiter.add(delivery);
      } else if (called) {
        pool.execute(delivery);
      } else {
        delivery.run();
      }
    } catch (RuntimeException | Error noThread) {
      log.error("{} cannot be handled now and goes back", delivery, noThread);
      delivery.giveUp();
    }
  }

  /** Hands back soon what waits for the listener of a subscription that is not wanted any more. */
  public void forget(String topic) {
    RateLimiter limiter = limited.get(topic);
    if (limiter != null) {
      limiter.release();
    }
  }

  /**
   * Calls no listener any more, hands waiting messages back, waits for running listeners, and
   * interrupts and hands back those that take too long. A listener that called this is not waited
   * for; its message goes back.
   */
  public void close(Duration limit) {
    inProgress.close();
    pool.shutdown();
    limited.values().forEach(RateLimiter::close);
    List<Runnable> waiting = new ArrayList<>();
    pool.getQueue().drainTo(waiting);
    waiting.forEach(task -> ((Delivery) task).giveUp());
    running.forEach(Delivery::handBackUnlessBegun);
    if (!inProgress.awaitAtMost(owner.get() == this ? 1 : 0, limit)) {
      log.warn(
          "{} listeners are still running after {} and are interrupted", running.size(), limit);
      running.forEach(Delivery::interrupt);
    }
    running.forEach(Delivery::handBack);
    look.cancel();
  }

  @Override
  public boolean mayRun(Subscription subscription) {
    return !pool.isShutdown() && subscriptions.get(subscription.topic()) == subscription;
  }

  @Override
  public void calling(Delivery delivery) {
    owner.set(this);
    running.add(delivery);
  }

  @Override
  public void called(Delivery delivery) {
    owner.remove();
    settled(delivery);
  }

  @Override
  public void offered(Delivery delivery) {
    running.add(delivery);
    if (pool.isShutdown()) {
      delivery.handBack();
    }
  }

  @Override
  public void settled(Delivery delivery) {
    running.remove(delivery);
    inProgress.end();
  }

  @Override
  public Telemetry telemetry() {
    return telemetry;
  }

  @Override
  public long nanoTime() {
    return timer.nanoTime();
  }
}
