package io.openons.broker.server.http.call;

import java.util.concurrent.CompletableFuture;

/** Answers the requests of a part of the HTTP port. Safe on any thread. */
public interface Service {
  /** Returns whether the requests for a path are this service's. */
  boolean takes(String path);

  /**
   * Answers a request; called on the thread of its connection, which must not wait. A future that
   * fails is answered by {@link Problem#of}.
   */
  CompletableFuture<Answer> answer(Request request);
}
