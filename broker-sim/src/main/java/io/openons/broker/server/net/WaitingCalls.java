package io.openons.broker.server.net;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The calls that wait for messages: bounded, and answered at once when the server closes, since a
 * call that is cut off leaves its client in doubt about the content of the answer. A call that
 * ends, for whatever reason, leaves at once.
 *
 * @param <T> the result that the calls wait for
 */
public final class WaitingCalls<T> {
  private final T nothing;
  private final Set<CompletableFuture<T>> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes an empty set of calls, which are answered with nothing in the end. */
  public WaitingCalls(T nothing) {
    this.nothing = nothing;
  }

  /**
   * Begins a call that may wait.
   *
   * @param connection the connection that the call counts for
   * @param call makes the future of the result; not called when too many wait already
   * @return the future; failed with {@link Reason#TOO_MANY_REQUESTS} when too many wait, or with
   *     the exception of the call
   */
  public CompletableFuture<T> begin(Connection connection, Supplier<CompletableFuture<T>> call) {
    try {
      connection.waitBegins();
    } catch (BrokerException refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    CompletableFuture<T> future;
    try {
      future = call.get();
    } catch (RuntimeException e) {
      connection.waitEnded();
      return CompletableFuture.failedFuture(e);
    }
    calls.add(future);
    future.whenComplete(
        (answer, failure) -> {
          calls.remove(future);
          connection.waitEnded();
        });
    if (closed) {
      future.complete(nothing);
    }
    return future;
  }

  /** Answers all calls, and those that come later. */
  public void close() {
    closed = true;
    calls.forEach(call -> call.complete(nothing));
  }

  /** Returns how many calls wait. */
  int size() {
    return calls.size();
  }
}
