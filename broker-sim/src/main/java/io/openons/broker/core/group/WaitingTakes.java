package io.openons.broker.core.group;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Takes that wait for messages, in the order of their coming; any of them leaves at once, however
 * many there are. Guarded by its {@link Consumption}.
 */
final class WaitingTakes {
  /** One of them. */
  static final class Take {
    final TakeRequest request;
    final CompletableFuture<List<Delivery>> answer = new CompletableFuture<>();

    Take(TakeRequest request) {
      this.request = request;
    }

    /** Says whether it only waits until all messages were looked at. */
    boolean isOnlyLooking() {
      return request.waitTime().isZero();
    }
  }

  private final Set<Take> takes = new LinkedHashSet<>();

  void add(Take take) {
    takes.add(take);
  }

  void remove(Take take) {
    takes.remove(take);
  }

  boolean isEmpty() {
    return takes.isEmpty();
  }

  /** Returns the one that came first; null when there is none. */
  Take first() {
    Iterator<Take> all = takes.iterator();
    return all.hasNext() ? all.next() : null;
  }
}
