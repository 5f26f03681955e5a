package io.openons.client.runtime;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of the process: one daemon thread. After {@link #close()} nothing runs any more. */
final class SystemTimer implements Timer, AutoCloseable {
  private static final Log log = Logs.of(SystemTimer.class);

  private final ScheduledThreadPoolExecutor executor;

  SystemTimer() {
    executor =
        new ScheduledThreadPoolExecutor(
            1, NamedThreads.daemon("ons-timer"), new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    return handle(executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public Task every(Duration first, Duration period, Runnable task) {
    return handle(
        executor.scheduleWithFixedDelay(
            guarded(task), first.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Task handle(Future<?> planned) {
    return () -> planned.cancel(false);
  }

  /** One failure must not end a periodic task for good, not even an error. */
  private static Runnable guarded(Runnable task) {
    return () -> UserCode.run(task::run, thrown -> log.error("a timed task failed", thrown));
  }
}
