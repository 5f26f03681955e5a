package io.openons.broker.core.api;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks by the system's monotonic time: those that have a time on one thread, {@code
 * ons-timer}, the others on another, {@code ons-background}.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemScheduler.class);

  private final LongSupplier nanos;
  private final ScheduledThreadPoolExecutor timer = executor("ons-timer");
  private final ScheduledThreadPoolExecutor background = executor("ons-background");

  /**
   * Starts the threads.
   *
   * @param nanos the system's monotonic time, in nanoseconds
   */
  public SystemScheduler(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private static ScheduledThreadPoolExecutor executor(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    // A task that runs at the end may plan another one.
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  @Override
  public long elapsed() {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
  }

  @Override
  public Task after(long millis, Runnable task) {
    Future<?> scheduled = timer.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void background(Runnable task) {
    background.schedule(guarded(task), 0, TimeUnit.MILLISECONDS);
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.error("a timed task failed", e);
      }
    };
  }

  /** Drops what waits and ends the threads. */
  @Override
  public void close() {
    timer.shutdown();
    background.shutdown();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)
          || !background.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("a timed task still runs 10 s after the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
