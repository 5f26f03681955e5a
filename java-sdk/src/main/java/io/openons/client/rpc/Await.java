package io.openons.client.rpc;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for what goes on elsewhere, never without a limit. */
public final class Await {
  private Await() {}

  /**
   * The future's value.
   *
   * @param late the error when the limit passes first
   * @throws ONSClientException the future's failure with the caller's stack, or {@code late}, or
   *     {@link ErrorCode#INTERRUPTED}, and then the thread still is
   */
  public static <T> T get(
      CompletableFuture<T> future, Duration limit, Supplier<ONSClientException> late) {
    try {
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException passed) {
      throw late.get();
    } catch (ExecutionException failed) {
      ONSClientException known = Failures.unwrap(failed);
      throw new ONSClientException(known.getMessage(), known);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ONSClientException(
          "the thread was interrupted while it waited for the server",
          interrupted,
          ErrorCode.INTERRUPTED);
    }
  }
}
