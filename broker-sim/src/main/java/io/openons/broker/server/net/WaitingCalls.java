package io.openons.broker.server.net;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that wait for messages, so that they can be answered at once when the server closes: a
 * call that is cut off leaves its client in doubt about what the answer held.
 *
 * @param <T> what the calls wait for
 */
public final class WaitingCalls<T> {
  private final T nothing;
  private final Set<CompletableFuture<T>> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes an empty set of calls, which are answered with nothing in the end. */
  public WaitingCalls(T nothing) {
    this.nothing = nothing;
  }

  /** Adds a call that may wait. */
  public void add(CompletableFuture<T> call) {
    if (call.isDone()) {
      return;
    }
    calls.add(call);
    call.whenComplete((answer, failure) -> calls.remove(call));
    if (closed) {
      call.complete(nothing);
    }
  }

  /** Answers all calls, and those that come later. */
  public void close() {
    closed = true;
    calls.forEach(call -> call.complete(nothing));
  }
}
