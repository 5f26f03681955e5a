package io.openons.bridge.callbacks;

import java.util.concurrent.atomic.AtomicInteger;

/** A callback of native code's, released once: when it was ended and no call of it runs. */
public final class Context {
  private final Callbacks callbacks;
  private final long number;

  /** One for being in use at all, and one for each call under way. */
  private final AtomicInteger uses = new AtomicInteger(1);

  private volatile boolean ended;

  public Context(Callbacks callbacks, long number) {
    this.callbacks = callbacks;
    this.number = number;
  }

  public long number() {
    return number;
  }

  /** Begins a call; false when the callback was ended. Each true is answered by an exit. */
  public boolean enter() {
    int now = uses.get();
    while (now > 0 && !ended) {
      if (uses.compareAndSet(now, now + 1)) {
        return true;
      }
      now = uses.get();
    }
    return false;
  }

  public void exit() {
    if (uses.decrementAndGet() == 0) {
      callbacks.release(number);
    }
  }

  /** Lets no call begin any more; for the owner, once. */
  public void end() {
    ended = true;
    exit();
  }
}
