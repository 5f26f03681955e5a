package io.openons.broker.core.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls wait for messages, and how many may. Safe on any thread. */
public final class WaitingCalls {
  private final String where;
  private final int max;
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Begins with none.
   *
   * @param where for the text of a refusal, such as "at this broker"
   */
  public WaitingCalls(String where, int max) {
    this.where = where;
    this.max = max;
  }

  /**
   * Counts a call until it is answered.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when as many wait as may
   */
  public void enter(CompletableFuture<?> answer) {
    int waiting = count.getAndIncrement();
    if (waiting >= max) {
      count.decrementAndGet();
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          "%d calls wait for messages %s, and %d may; try again later"
              .formatted(waiting, where, max));
    }
    answer.whenComplete((result, failure) -> count.decrementAndGet());
  }
}
