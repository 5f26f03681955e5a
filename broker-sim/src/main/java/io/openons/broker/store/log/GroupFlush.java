package io.openons.broker.store.log;

import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log durable, once for all who wait: whoever waits is answered by the flush that covers
 * its position. One thread repeats {@link #await} and {@link #run}; the rest is safe on any thread.
 */
public final class GroupFlush {
  /** How far an asynchronously flushed log may lag behind: half a second (design, section 4). */
  public static final Duration ASYNC_INTERVAL = Duration.ofMillis(500);

  /**
   * Flush early once this much is pending, so that closing a segment never blocks appenders for
   * long.
   */
  private static final int FLUSH_AHEAD = 16 << 20;

  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
  private static final Logger log = LoggerFactory.getLogger(GroupFlush.class);

  private final FlushMode mode;
  private final Path folder;
  private final Force force;
  private final LongSupplier end;
  private final Object forceLock = new Object();
  private final Object waiterLock = new Object();
  private final Queue<Waiter> waiters = new ArrayDeque<>();
  private boolean ended;
  private volatile long durable;
  private volatile FlushObserver observer = FlushObserver.NONE;

  /**
   * Set once, when the operating system could not make data durable: after that nothing can be
   * promised.
   */
  private volatile StoreException broken;

  /** Makes a range of positions durable. */
  interface Force {
    void run(long from, long to) throws IOException;
  }

  private record Waiter(long position, CompletableFuture<Void> done) {}

  GroupFlush(FlushMode mode, Path folder, Force force, LongSupplier end) {
    this.mode = mode;
    this.folder = folder;
    this.force = force;
    this.end = end;
  }

  /** Begins with a log that is durable up to a position. */
  void begin(long position) {
    durable = position;
  }

  /** Returns up to where the log is durable. */
  long durable() {
    return durable;
  }

  /** Sets who sees each flush; one observer at a time. */
  public void observe(FlushObserver next) {
    observer = next;
  }

  /**
   * Completes when everything before a position counts as stored in the sense of the {@link
   * FlushMode}.
   */
  CompletableFuture<Void> durable(long position) {
    if (mode == FlushMode.ASYNC || position <= durable) {
      return DONE;
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (waiterLock) {
      if (broken != null) {
        return CompletableFuture.failedFuture(broken);
      }
      waiters.add(new Waiter(position, done));
      waiterLock.notifyAll();
    }
    return done;
  }

  /** Notes that the log grew from one position to another. */
  void appended(long from, long to) {
    if (from / FLUSH_AHEAD != to / FLUSH_AHEAD) {
      synchronized (waiterLock) {
        waiterLock.notifyAll();
      }
    }
  }

  /** Makes everything appended so far durable and answers those who wait for it. */
  public void run() {
    synchronized (forceLock) {
      long target = end.getAsLong();
      // After a failed force the system may forget what it could not write and call the next one
      // good.
      if (broken == null && target > durable) {
        try {
          long begun = System.nanoTime();
          force.run(durable, target);
          long from = durable;
          durable = target;
          observer.flushed(target - from, Duration.ofNanos(System.nanoTime() - begun));
        } catch (IOException e) {
          fail(e);
        }
      }
    }
    for (Waiter waiter : takeWaiters()) {
      if (broken == null) {
        waiter.done.complete(null);
      } else {
        waiter.done.completeExceptionally(broken);
      }
    }
  }

  /**
   * Makes everything appended so far durable.
   *
   * @throws StoreException when that is not possible, now or ever before
   */
  public void runOrFail() {
    run();
    failIfBroken();
  }

  private List<Waiter> takeWaiters() {
    List<Waiter> ready = new ArrayList<>();
    synchronized (waiterLock) {
      waiters.removeIf(
          waiter -> (broken != null || waiter.position <= durable) && ready.add(waiter));
    }
    return ready;
  }

  /** Waits until there is something to flush; returns false once flushing is ended. */
  public boolean await() throws InterruptedException {
    synchronized (waiterLock) {
      if (mode == FlushMode.SYNC) {
        while (waiters.isEmpty() && !ended) {
          waiterLock.wait();
        }
      } else if (!ended && (broken != null || end.getAsLong() - durable < FLUSH_AHEAD)) {
        waiterLock.wait(ASYNC_INTERVAL.toMillis());
      }
      return !ended;
    }
  }

  /** Lets {@link #await} return false. */
  public void end() {
    synchronized (waiterLock) {
      ended = true;
      waiterLock.notifyAll();
    }
  }

  /** Refuses whatever comes from now on, since data may be lost. */
  void fail(IOException cause) {
    broken =
        new StoreException(
            "cannot make the commit log durable in %s: %s; restart the broker when the disk is repaired"
                .formatted(folder, cause),
            cause);
    log.error(broken.getMessage());
  }

  boolean isBroken() {
    return broken != null;
  }

  void failIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }
}
