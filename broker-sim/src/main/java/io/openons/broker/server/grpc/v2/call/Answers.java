package io.openons.broker.server.grpc.v2.call;

import io.grpc.stub.StreamObserver;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.proto.v2.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers calls of clients that say who they are: with a result, or with what kept it from being
 * done as a status.
 */
public final class Answers {
  private Answers() {}

  /** Answers with what the work returns. */
  public static <T> void now(StreamObserver<T> out, Function<Status, T> failure, Supplier<T> work) {
    Answering.now(
        out,
        fault -> failure.apply(Statuses.of(fault)),
        () -> {
          CallInfo.current().requireClientId();
          return work.get();
        });
  }

  /** Answers with what the work's future brings. */
  public static <T> void later(
      StreamObserver<T> out, Function<Status, T> failure, Supplier<CompletableFuture<T>> work) {
    Answering.later(
        out,
        fault -> failure.apply(Statuses.of(fault)),
        () -> {
          CallInfo.current().requireClientId();
          return work.get();
        });
  }
}
