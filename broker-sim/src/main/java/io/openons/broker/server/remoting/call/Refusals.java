package io.openons.broker.server.remoting.call;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.net.Failures;
import io.openons.broker.server.remoting.codec.ResponseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answers to requests that could not be done. */
public final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /**
   * Returns the answer for whatever kept a request from being done. A refusal is an answer; all
   * else is logged.
   */
  public static Answer of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof BrokerException refusal) {
      return Answer.of(code(refusal.reason()), refusal.getMessage());
    }
    log.error("a request failed", cause);
    return Answer.of(ResponseCode.SYSTEM_ERROR, String.valueOf(cause.getMessage()));
  }

  /** Returns this protocol's code for a reason. */
  static int code(Reason reason) {
    return switch (reason) {
      case ILLEGAL_TOPIC,
          ILLEGAL_TAG,
          ILLEGAL_KEY,
          ILLEGAL_SHARDING_KEY,
          ILLEGAL_PROPERTY,
          ILLEGAL_MESSAGE_ID,
          ILLEGAL_DELIVERY_TIME,
          ILLEGAL_BATCH,
          KIND_CONFLICT,
          MESSAGE_BODY_EMPTY,
          MESSAGE_BODY_TOO_LARGE,
          MESSAGE_PROPERTIES_TOO_LARGE ->
          ResponseCode.MESSAGE_ILLEGAL;
      case UNAUTHORIZED, FORBIDDEN -> ResponseCode.NO_PERMISSION;
      case TOPIC_NOT_FOUND -> ResponseCode.TOPIC_NOT_EXIST;
      case CONSUMER_GROUP_NOT_FOUND -> ResponseCode.GROUP_NOT_EXIST;
      case OFFSET_NOT_FOUND -> ResponseCode.QUERY_NOT_FOUND;
      case ILLEGAL_FILTER -> ResponseCode.SUBSCRIPTION_PARSE_FAILED;
      case TOO_MANY_REQUESTS -> ResponseCode.SYSTEM_BUSY;
      case NOT_IMPLEMENTED -> ResponseCode.NOT_SUPPORTED;
      case BAD_REQUEST,
          ILLEGAL_ADDRESS,
          ILLEGAL_CONSUMER_GROUP,
          INVALID_TRANSACTION_ID,
          ILLEGAL_LEASE,
          ILLEGAL_WAIT,
          ILLEGAL_OFFSET,
          INVALID_RECEIPT_HANDLE,
          CLIENT_ID_REQUIRED,
          GROUP_IN_USE,
          IN_USE,
          ALREADY_EXISTS ->
          ResponseCode.SYSTEM_ERROR;
    };
  }
}
