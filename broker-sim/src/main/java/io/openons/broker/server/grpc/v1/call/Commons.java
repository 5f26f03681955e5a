package io.openons.broker.server.grpc.v1.call;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.net.Failures;
import io.openons.proto.v1.ResponseCommon;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what every answer begins with: its status, with a code of google.rpc. */
public final class Commons {
  public static final ResponseCommon OK = common(Code.OK, "OK");

  private static final Logger log = LoggerFactory.getLogger(Commons.class);

  private Commons() {}

  private static ResponseCommon common(Code code, String message) {
    return ResponseCommon.newBuilder()
        .setStatus(Status.newBuilder().setCode(code.getNumber()).setMessage(message))
        .build();
  }

  /** Returns the status that a call ends with when its answer has no place for one. */
  public static io.grpc.Status ofCall(RuntimeException failure) {
    Status status = of(failure).getStatus();
    return io.grpc.Status.fromCodeValue(status.getCode()).withDescription(status.getMessage());
  }

  /** Returns this protocol's code for a reason. */
  static Code code(Reason reason) {
    return switch (reason) {
      case UNAUTHORIZED -> Code.UNAUTHENTICATED;
      case FORBIDDEN -> Code.PERMISSION_DENIED;
      case ILLEGAL_OFFSET -> Code.OUT_OF_RANGE;
      case TOPIC_NOT_FOUND, CONSUMER_GROUP_NOT_FOUND, OFFSET_NOT_FOUND -> Code.NOT_FOUND;
      case GROUP_IN_USE, IN_USE, KIND_CONFLICT -> Code.FAILED_PRECONDITION;
      case ALREADY_EXISTS -> Code.ALREADY_EXISTS;
      case TOO_MANY_REQUESTS -> Code.RESOURCE_EXHAUSTED;
      case NOT_IMPLEMENTED -> Code.UNIMPLEMENTED;
      case BAD_REQUEST,
          ILLEGAL_ADDRESS,
          ILLEGAL_TOPIC,
          ILLEGAL_CONSUMER_GROUP,
          ILLEGAL_TAG,
          ILLEGAL_KEY,
          ILLEGAL_SHARDING_KEY,
          ILLEGAL_PROPERTY,
          ILLEGAL_MESSAGE_ID,
          ILLEGAL_FILTER,
          ILLEGAL_DELIVERY_TIME,
          INVALID_TRANSACTION_ID,
          ILLEGAL_LEASE,
          ILLEGAL_WAIT,
          INVALID_RECEIPT_HANDLE,
          ILLEGAL_BATCH,
          CLIENT_ID_REQUIRED,
          MESSAGE_BODY_EMPTY,
          MESSAGE_BODY_TOO_LARGE,
          MESSAGE_PROPERTIES_TOO_LARGE ->
          Code.INVALID_ARGUMENT;
    };
  }

  /**
   * Returns the status for whatever kept a request from being done. A refusal is an answer; all
   * else is logged.
   */
  public static ResponseCommon of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof BrokerException refusal) {
      return common(code(refusal.reason()), refusal.getMessage());
    }
    log.error("a request failed", cause);
    return common(Code.INTERNAL, String.valueOf(cause.getMessage()));
  }
}
