package io.openons.bridge.callbacks;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What waits for an answer, by number. When there are too many, the oldest are forgotten: an answer
 * to them comes too late.
 */
public final class Tokens<T> {
  private final int most;
  private final Map<Long, T> open = new LinkedHashMap<>();
  private final Map<T, Long> numbers = new IdentityHashMap<>();
  private long last;

  public Tokens(int most) {
    this.most = most;
  }

  public synchronized long add(T answerable) {
    long token = ++last;
    open.put(token, answerable);
    numbers.put(answerable, token);
    if (open.size() > most) {
      T oldest = open.values().iterator().next();
      forget(oldest);
    }
    return token;
  }

  /** Who is answered by this token, or null; once. */
  public synchronized T take(long token) {
    T answerable = open.remove(token);
    if (answerable != null) {
      numbers.remove(answerable);
    }
    return answerable;
  }

  public synchronized void forget(T answerable) {
    Long token = numbers.remove(answerable);
    if (token != null) {
      open.remove(token);
    }
  }
}
