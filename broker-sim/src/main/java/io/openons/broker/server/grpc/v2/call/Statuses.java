package io.openons.broker.server.grpc.v2.call;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.grpc.call.OrderedRefusal;
import io.openons.broker.server.net.Failures;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the status that every answer carries. */
public final class Statuses {
  public static final Status OK = of(Code.OK, "OK");

  private static final Logger log = LoggerFactory.getLogger(Statuses.class);

  private Statuses() {}

  public static Status of(Code code, String message) {
    return Status.newBuilder().setCode(code).setMessage(message).build();
  }

  /** Returns the status of a request from those of its parts so far and of the next part. */
  public static Status combine(Status soFar, Status next) {
    return soFar == null || soFar.getCode() == next.getCode()
        ? next
        : of(Code.MULTIPLE_RESULTS, "the parts of the request have different results");
  }

  /** Returns the status that a stream of requests ends with when it is refused. */
  public static io.grpc.Status ofStream(RuntimeException failure) {
    Status status = of(failure);
    io.grpc.Status kind =
        switch (status.getCode()) {
          case UNAUTHORIZED -> io.grpc.Status.UNAUTHENTICATED;
          case INTERNAL_SERVER_ERROR -> io.grpc.Status.INTERNAL;
          case TOO_MANY_REQUESTS -> io.grpc.Status.RESOURCE_EXHAUSTED;
          case NOT_IMPLEMENTED -> io.grpc.Status.UNIMPLEMENTED;
          default -> io.grpc.Status.INVALID_ARGUMENT;
        };
    return kind.withDescription("%s: %s".formatted(status.getCode(), status.getMessage()));
  }

  /** Returns this protocol's code for a reason. */
  static Code code(Reason reason) {
    return switch (reason) {
      case BAD_REQUEST -> Code.BAD_REQUEST;
      case ILLEGAL_ADDRESS -> Code.ILLEGAL_ACCESS_POINT;
      case ILLEGAL_TOPIC -> Code.ILLEGAL_TOPIC;
      case ILLEGAL_CONSUMER_GROUP -> Code.ILLEGAL_CONSUMER_GROUP;
      case ILLEGAL_TAG -> Code.ILLEGAL_MESSAGE_TAG;
      case ILLEGAL_KEY -> Code.ILLEGAL_MESSAGE_KEY;
      case ILLEGAL_SHARDING_KEY -> Code.ILLEGAL_MESSAGE_GROUP;
      case ILLEGAL_PROPERTY -> Code.ILLEGAL_MESSAGE_PROPERTY_KEY;
      case ILLEGAL_MESSAGE_ID -> Code.ILLEGAL_MESSAGE_ID;
      case ILLEGAL_FILTER -> Code.ILLEGAL_FILTER_EXPRESSION;
      case ILLEGAL_DELIVERY_TIME -> Code.ILLEGAL_DELIVERY_TIME;
      case KIND_CONFLICT -> Code.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE;
      case INVALID_TRANSACTION_ID -> Code.INVALID_TRANSACTION_ID;
      case UNAUTHORIZED -> Code.UNAUTHORIZED;
      case FORBIDDEN -> Code.FORBIDDEN;
      case ILLEGAL_LEASE -> Code.ILLEGAL_INVISIBLE_TIME;
      case ILLEGAL_WAIT -> Code.ILLEGAL_POLLING_TIME;
      case ILLEGAL_OFFSET -> Code.ILLEGAL_OFFSET;
      case INVALID_RECEIPT_HANDLE -> Code.INVALID_RECEIPT_HANDLE;
      case ILLEGAL_BATCH -> Code.MESSAGE_CORRUPTED;
      case CLIENT_ID_REQUIRED -> Code.CLIENT_ID_REQUIRED;
      case TOPIC_NOT_FOUND -> Code.TOPIC_NOT_FOUND;
      case CONSUMER_GROUP_NOT_FOUND -> Code.CONSUMER_GROUP_NOT_FOUND;
      case GROUP_IN_USE, IN_USE, ALREADY_EXISTS -> Code.PRECONDITION_FAILED;
      case OFFSET_NOT_FOUND -> Code.OFFSET_NOT_FOUND;
      case MESSAGE_BODY_EMPTY -> Code.MESSAGE_BODY_EMPTY;
      case MESSAGE_BODY_TOO_LARGE -> Code.MESSAGE_BODY_TOO_LARGE;
      case MESSAGE_PROPERTIES_TOO_LARGE -> Code.MESSAGE_PROPERTIES_TOO_LARGE;
      case TOO_MANY_REQUESTS -> Code.TOO_MANY_REQUESTS;
      case NOT_IMPLEMENTED -> Code.NOT_IMPLEMENTED;
    };
  }

  /**
   * Returns the status for whatever kept a request from being done. A refusal is an answer; all
   * else is logged.
   */
  public static Status of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof OrderedRefusal ordered) {
      return of(Code.valueOf(ordered.code()), ordered.getMessage());
    }
    if (cause instanceof BrokerException refusal) {
      return of(code(refusal.reason()), refusal.getMessage());
    }
    log.error("a request failed", cause);
    return of(Code.INTERNAL_SERVER_ERROR, String.valueOf(cause.getMessage()));
  }
}
