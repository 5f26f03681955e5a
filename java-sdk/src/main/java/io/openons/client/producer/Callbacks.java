package io.openons.client.producer;

import io.openons.client.logging.Logs;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;

/** Runs callbacks of the application where they do no harm, each once. */
final class Callbacks {
  private static final Logger log = Logs.of(Callbacks.class);
  private static final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  private final Executor shared;

  Callbacks(Executor shared) {
    this.shared = shared;
  }

  /** Whether the calling thread runs a callback just now. */
  static boolean isInside() {
    return inside.get();
  }

  /**
   * Runs a callback.
   *
   * @param preferred the application's executor, or null
   * @param afterwards runs in any case, on the same thread
   */
  void run(Executor preferred, Runnable callback, Runnable afterwards) {
    Runnable task =
        () -> {
          boolean nested = inside.get();
          inside.set(true);
          try {
            callback.run();
          } catch (RuntimeException | Error thrown) {
            log.error("a callback threw; the send is not affected", thrown);
          } finally {
            inside.set(nested);
            afterwards.run();
          }
        };
    if (preferred != null) {
      try {
        preferred.execute(task);
        return;
      } catch (RejectedExecutionException rejected) {
        log.warn("the callback executor takes nothing; the shared one is used", rejected);
      }
    }
    try {
      shared.execute(task);
    } catch (RejectedExecutionException closed) {
      // The last client is gone and its time to wait is over; late is better than never.
      task.run();
    }
  }
}
