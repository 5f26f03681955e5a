package io.openons.broker.server.grpc.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers a call exactly once: with a result, or with what kept it from being done. */
public final class Answering {
  private Answering() {}

  /** Answers with what the work returns. */
  public static <T> void now(
      StreamObserver<T> out, Function<Throwable, T> failure, Supplier<T> work) {
    ignoreCancellation(out);
    T answer;
    try {
      answer = work.get();
    } catch (RuntimeException e) {
      answer = failure.apply(e);
    }
    out.onNext(answer);
    out.onCompleted();
  }

  /** Answers with what the work's future brings. */
  public static <T> void later(
      StreamObserver<T> out, Function<Throwable, T> failure, Supplier<CompletableFuture<T>> work) {
    ignoreCancellation(out);
    CompletableFuture<T> future;
    try {
      future = work.get();
    } catch (RuntimeException e) {
      future = CompletableFuture.failedFuture(e);
    }
    future.whenComplete(
        (answer, fault) -> {
          out.onNext(fault == null ? answer : failure.apply(fault));
          out.onCompleted();
        });
  }

  /**
   * Lets an answer to a caller that has gone be dropped; without a handler it would be an
   * exception.
   */
  private static <T> void ignoreCancellation(StreamObserver<T> out) {
    ((ServerCallStreamObserver<T>) out).setOnCancelHandler(() -> {});
  }
}
