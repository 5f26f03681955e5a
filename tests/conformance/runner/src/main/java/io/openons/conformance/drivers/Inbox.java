package io.openons.conformance.drivers;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a client's callbacks were given, in the order in which the driver told it. */
public final class Inbox {
  private static final String EVENT = "event";

  private static final Duration TURN = Duration.ofMillis(5);

  private final BlockingQueue<Fields> deliveries = new LinkedBlockingQueue<>();
  private final BlockingQueue<Fields> questions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Fields> outcomes = new LinkedBlockingQueue<>();
  private int unanswered;
  private int mostUnanswered;

  void add(Fields event) {
    switch (event.get(EVENT)) {
      case "delivery" -> {
        count(1);
        deliveries.add(event);
      }
      case "check", "execute" -> questions.add(event);
      case "sent" -> outcomes.add(event);
      default -> throw new IllegalArgumentException("no such event: " + event);
    }
  }

  private synchronized void count(int more) {
    unanswered += more;
    mostUnanswered = Math.max(mostUnanswered, unanswered);
  }

  void answered() {
    count(-1);
  }

  /** How many deliveries waited for an answer at the same time, at most. */
  public synchronized int mostUnanswered() {
    return mostUnanswered;
  }

  /** The next delivery; null when none came in time. */
  public Fields delivery(Duration patience) throws InterruptedException {
    return deliveries.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The next question about a transaction; null when none came in time. */
  Fields question(Duration patience) throws InterruptedException {
    return questions.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The next outcome of an asynchronous send; null when none came in time. */
  public Fields outcome(Duration patience) throws InterruptedException {
    return outcomes.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives what comes to an answerer until a close has ended, or too late. */
  public void drain(Consumer<Fields> answerer, Future<?> close) {
    try {
      long deadline = System.nanoTime() + Driver.PATIENCE.toNanos();
      while (!close.isDone() && System.nanoTime() < deadline) {
        Fields delivery = delivery(TURN);
        if (delivery == null) {
          delivery = question(Duration.ZERO);
        }
        if (delivery != null) {
          answerer.accept(delivery);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A delivery or an outcome that nobody asked for; null when there is none. */
  public Fields leftOver() {
    Fields delivery = deliveries.peek();
    return delivery == null ? outcomes.peek() : delivery;
  }
}
