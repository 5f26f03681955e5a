package io.openons.client.producer;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.UserCode;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs one producer's callbacks where they do no harm, each once. Those that wait for the shared
 * threads are bounded: when callbacks do not end, sends are refused instead of piling up.
 */
final class Callbacks {
  private static final Log log = Logs.of(Callbacks.class);
  private static final ThreadLocal<Callbacks> inside = new ThreadLocal<>();

  private final Executor shared;
  private final int mostWaiting;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * The callbacks of a producer.
   *
   * @param mostWaiting how many may wait for a shared thread before sends are refused
   */
  Callbacks(Executor shared, int mostWaiting) {
    this.shared = shared;
    this.mostWaiting = mostWaiting;
  }

  /** Whether the calling thread runs code that this producer called. */
  boolean isInside() {
    return inside.get() == this;
  }

  /**
   * Checks that one more callback may wait for a shared thread.
   *
   * @throws ONSClientException when too many do
   */
  void requireRoom() {
    int now = waiting.get();
    if (now >= mostWaiting) {
      throw new ONSClientException(
          "not sent: "
              + now
              + " callbacks of earlier sends wait for a thread, because others do not end; make"
              + " callbacks short, give the producer an executor by setCallbackExecutor, or raise"
              + " ons.maxInFlightMessages",
          null,
          ErrorCode.TOO_MANY_IN_FLIGHT);
    }
  }

  /** Calls code of the application on this thread; the handler makes a value of what it throws. */
  <T> T callHere(Callable<T> code, Function<Throwable, T> onThrown) {
    Callbacks outer = inside.get();
    inside.set(this);
    try {
      return UserCode.call(code, onThrown);
    } finally {
      inside.set(outer);
    }
  }

  /**
   * Runs a callback.
   *
   * @param preferred the application's executor, or null
   * @param name of the callback, for warnings
   * @param afterwards runs in any case, on the same thread
   */
  void run(Executor preferred, Object name, Runnable callback, Runnable afterwards) {
    Task task = new Task(name, callback, afterwards);
    if (preferred == null || !isTakenBy(preferred, task)) {
      task.isCounted = true;
      waiting.incrementAndGet();
      try {
        shared.execute(task);
      } catch (RejectedExecutionException closed) {
        // The last client is gone and its time to wait is over; late is better than never.
        task.run();
      }
    }
  }

  private static boolean isTakenBy(Executor preferred, Task task) {
    return UserCode.call(
        () -> {
          preferred.execute(task);
          return true;
        },
        thrown -> {
          log.warn("the callback executor takes nothing; the shared one is used", thrown);
          return false;
        });
  }

  private final class Task implements Runnable {
    private final Object name;
    private final Runnable callback;
    private final Runnable afterwards;
    private final AtomicBoolean begun = new AtomicBoolean();
    private boolean isCounted;

    private Task(Object name, Runnable callback, Runnable afterwards) {
      this.name = name;
      this.callback = callback;
      this.afterwards = afterwards;
    }

    @Override
    public void run() {
      if (begun.getAndSet(true)) {
        return;
      }
      if (isCounted) {
        waiting.decrementAndGet();
      }
      try {
        callHere(Executors.callable(callback), this::threw);
      } finally {
        afterwards.run();
      }
    }

    private Object threw(Throwable thrown) {
      log.error("{} threw; its send is not affected", this, thrown);
      return null;
    }

    @Override
    public String toString() {
      return "the callback of " + name;
    }
  }
}
