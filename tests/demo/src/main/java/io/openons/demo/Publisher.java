package io.openons.demo;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends orders asynchronously, with a bound on those in flight. What the SDK gives up on is sent
 * again, as an application that means it would do; such an order may be stored twice.
 */
final class Publisher {
  static final String SENT_AT = "sent-at-nanos";

  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

  private final Producer producer;
  private final String topic;
  private final List<Order> orders;
  private final int maxInFlight;
  private final Semaphore inFlight;
  private final CountDownLatch half;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<ONSClientException> lastFailure = new AtomicReference<>();
  private final long deadlineNanos;

  Publisher(
      Producer producer, String topic, List<Order> orders, int maxInFlight, Duration deadline) {
    this.producer = producer;
    this.topic = topic;
    this.orders = orders;
    this.maxInFlight = maxInFlight;
    this.inFlight = new Semaphore(maxInFlight);
    this.half = new CountDownLatch(orders.size() / 2);
    this.deadlineNanos = System.nanoTime() + deadline.toNanos();
  }

  /**
   * Sends every order and waits for every acknowledgement.
   *
   * @return how long that took
   * @throws IllegalStateException when that takes longer than the deadline
   */
  Duration publish() throws InterruptedException {
    long start = System.nanoTime();
    for (Order order : orders) {
      take(1);
      Message message = new Message(topic, order.status(), order.id(), order.json());
      message.putUserProperties(SENT_AT, Long.toString(System.nanoTime()));
      send(message);
    }
    take(maxInFlight);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Waits until half of the orders are acknowledged; false when the deadline comes first. */
  boolean awaitHalf() throws InterruptedException {
    return half.await(nanosLeft(), TimeUnit.NANOSECONDS);
  }

  /** What is left of the deadline; zero when it has passed. */
  Duration timeLeft() {
    return Duration.ofNanos(nanosLeft());
  }

  int acknowledged() {
    return acknowledged.get();
  }

  /** How often the SDK reported a send as failed, and the order was sent again. */
  long failures() {
    return failures.sum();
  }

  /** Why a send failed last; null when none did. */
  ONSClientException lastFailure() {
    return lastFailure.get();
  }

  private void send(Message message) {
    try {
      producer.sendAsync(message, new Completion(message));
    } catch (ONSClientException e) {
      sendAgain(message, e);
    }
  }

  private void sendAgain(Message message, ONSClientException failure) {
    failures.increment();
    lastFailure.set(failure);
    if (nanosLeft() > 0) {
      AFTER_A_PAUSE.execute(() -> send(message));
    }
  }

  private void take(int permits) throws InterruptedException {
    if (!inFlight.tryAcquire(permits, nanosLeft(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException(
          "%,d of %,d orders were acknowledged when the time was up; the last failure: %s"
              .formatted(acknowledged(), orders.size(), lastFailure()));
    }
  }

  private long nanosLeft() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }

  private final class Completion implements SendCallback {
    private final Message message;

    Completion(Message message) {
      this.message = message;
    }

    @Override
    public void onSuccess(SendResult result) {
      acknowledged.incrementAndGet();
      half.countDown();
      inFlight.release();
    }

    @Override
    public void onException(OnExceptionContext context) {
      sendAgain(message, context.getException());
    }
  }
}
