package io.openons.broker.testing;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Collects the frames of an answer until it is complete. */
public final class Frames<T> implements StreamObserver<T> {
  private final List<T> frames = new ArrayList<>();
  private final CompletableFuture<List<T>> all = new CompletableFuture<>();

  /** All frames, once the answer is complete. */
  public CompletableFuture<List<T>> all() {
    return all;
  }

  @Override
  public void onNext(T frame) {
    frames.add(frame);
  }

  @Override
  public void onError(Throwable error) {
    all.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    all.complete(frames);
  }
}
