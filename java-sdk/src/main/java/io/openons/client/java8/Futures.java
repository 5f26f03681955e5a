package io.openons.client.java8;

import java.util.concurrent.CompletableFuture;

/** {@link CompletableFuture#failedFuture}. */
public final class Futures {
  private Futures() {}

  public static <T> CompletableFuture<T> failedFuture(Throwable failure) {
    CompletableFuture<T> future = new CompletableFuture<>();
    future.completeExceptionally(failure);
    return future;
  }
}
