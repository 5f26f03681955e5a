package io.openons.broker.server.grpc.v2;

import io.openons.broker.core.api.BrokerException;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Status;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the status that every answer carries. */
final class Statuses {
  static final Status OK = of(Code.OK, "OK");

  private static final Logger log = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  static Status of(Code code, String message) {
    return Status.newBuilder().setCode(code).setMessage(message).build();
  }

  /** Returns the status of a request from those of its parts so far and of the next part. */
  static Status combine(Status soFar, Status next) {
    return soFar == null || soFar.getCode() == next.getCode()
        ? next
        : of(Code.MULTIPLE_RESULTS, "the parts of the request have different results");
  }

  /** Returns the status that a stream of requests ends with when it is refused. */
  static io.grpc.Status ofStream(RuntimeException failure) {
    Status status = of(failure);
    io.grpc.Status kind =
        switch (status.getCode()) {
          case UNAUTHORIZED -> io.grpc.Status.UNAUTHENTICATED;
          case INTERNAL_SERVER_ERROR -> io.grpc.Status.INTERNAL;
          default -> io.grpc.Status.INVALID_ARGUMENT;
        };
    return kind.withDescription("%s: %s".formatted(status.getCode(), status.getMessage()));
  }

  /**
   * Returns the status for whatever kept a request from being done. A refusal is an answer; all
   * else is logged.
   */
  static Status of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof BrokerException refusal) {
      // The names of the reasons are those of the codes.
      return of(Code.valueOf(refusal.reason().name()), refusal.getMessage());
    }
    log.error("a request failed", cause);
    return of(Code.INTERNAL_SERVER_ERROR, String.valueOf(cause.getMessage()));
  }
}
