package io.openons.broker.server.grpc.call;

import io.grpc.Context;
import io.grpc.Deadline;
import io.openons.broker.core.api.Limits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a call may wait for messages. */
public final class WaitTime {
  private WaitTime() {}

  /** Returns the time that a call wants, cut to the limit and to what its deadline leaves. */
  public static Duration within(Duration wanted) {
    Duration wait = wanted.compareTo(Limits.MAX_POLLING) > 0 ? Limits.MAX_POLLING : wanted;
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return wait;
    }
    long remaining = deadline.timeRemaining(TimeUnit.MILLISECONDS);
    // Reserve a tenth of the deadline (100 ms to 1 s) for the response to travel back.
    long reserve = Math.max(100, Math.min(1000, remaining / 10));
    Duration allowed = Duration.ofMillis(Math.max(0, remaining - reserve));
    return wait.compareTo(allowed) > 0 ? allowed : wait;
  }
}
