package io.openons.broker.server.net;

import java.util.concurrent.CompletionException;

/** What kept a request from being done. */
public final class Failures {
  private Failures() {}

  /** Returns the failure itself, without what a future wrapped around it. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
