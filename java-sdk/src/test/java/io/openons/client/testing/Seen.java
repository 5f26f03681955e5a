package io.openons.client.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What happened, in order; a test takes it, and fails when it does not come. */
public final class Seen<T> {
  private static final int SECONDS = 60;

  private final String what;
  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

  public Seen(String what) {
    this.what = what;
  }

  public void add(T happened) {
    queue.add(happened);
  }

  /** The next one, as soon as it is there. */
  public T next() {
    try {
      T next = queue.poll(SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + what + " in " + SECONDS + " s");
      }
      return next;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  /** The next ones. */
  public List<T> next(int count) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  /** How many have come and were not taken. */
  public int size() {
    return queue.size();
  }

  /** Forgets what has come. */
  public void clear() {
    queue.clear();
  }
}
