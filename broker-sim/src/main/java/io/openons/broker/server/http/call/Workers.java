package io.openons.broker.server.http.call;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads on which operators' requests are done, so that long lists and cold disks hold up no
 * connection of a client. There are none while nobody asks.
 */
public final class Workers implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 256;
  private static final int IDLE_SECONDS = 30;
  private static final int CLOSE_SECONDS = 2;

  private final ThreadPoolExecutor pool;

  /** Makes the pool; threads start with the first request. */
  public Workers() {
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "ons-http");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs work soon.
   *
   * @return fails with the exception of the work, or a {@link Problem} when too much waits
   */
  public <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      pool.execute(
          () -> {
            try {
              work.get()
                  .whenComplete(
                      (value, failure) -> {
                        if (failure == null) {
                          result.complete(value);
                        } else {
                          result.completeExceptionally(failure);
                        }
                      });
            } catch (Throwable e) {
              // Whatever it is, somebody waits for an answer.
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new Problem(
              HttpResponseStatus.TOO_MANY_REQUESTS,
              "busy",
              "%d requests wait already; try again in a second".formatted(MOST_WAITING),
              Map.of("retry-after", "1")));
    }
    return result;
  }

  /** Ends the threads; what waits is not done. */
  @Override
  public void close() {
    pool.shutdownNow();
    try {
      pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
