package com.aliyun.openservices.ons.api.exception;

import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.CLOSED;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.DENIED;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.INVALID;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.NOT_SUPPORTED;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.SERVER;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.THROTTLED;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.TIMED_OUT;
import static com.aliyun.openservices.ons.api.exception.ErrorCode.Category.UNREACHABLE;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What went wrong, as a name, a number and a category.
 *
 * <p>Numbers of five digits that begin with 1 are given by the client itself. All others are those
 * of the wire protocol (first digit 4: the request was at fault, 5: the server was). The list can
 * grow; a number of a newer server that is not listed here reads as {@link #UNKNOWN}, and {@link
 * ONSClientException#getCode()} still has the number.
 */
public enum ErrorCode {
  /** Not told more precisely. */
  UNKNOWN(0, SERVER),

  /** The client was shut down, or is being shut down. */
  CLIENT_CLOSED(10001, CLOSED),
  /** {@code start()} was not called yet, or failed. */
  CLIENT_NOT_STARTED(10002, INVALID),
  /** An argument or a message cannot be used as it is. */
  INVALID_ARGUMENT(10003, INVALID),
  /** A property is missing, cannot be read, or is out of range. */
  INVALID_PROPERTY(10004, INVALID),
  /** The surface has it, this version does not do it. */
  FEATURE_NOT_SUPPORTED(10005, NOT_SUPPORTED),
  /** No connection to the server. */
  SERVER_UNREACHABLE(10006, UNREACHABLE),
  /** No answer in time. The server may have done the work nevertheless. */
  NO_ANSWER_IN_TIME(10007, TIMED_OUT),
  /** Too many asynchronous sends are in flight in this client. */
  TOO_MANY_IN_FLIGHT(10008, THROTTLED),
  /** The calling thread was interrupted while it waited. */
  INTERRUPTED(10009, CLOSED),
  /** TLS could not be agreed on, or the server's certificate was not trusted. */
  TLS_FAILED(10010, DENIED),
  /** The server's answer breaks the protocol. */
  MALFORMED_ANSWER(10011, SERVER),
  /** The role of the machine has no usable credentials. */
  CREDENTIALS_NOT_AVAILABLE(10012, DENIED),
  /** The local transaction was rolled back, and so the message with it. */
  TRANSACTION_ROLLED_BACK(10020, INVALID),
  /** An interceptor refused, or threw. */
  ABORTED_BY_INTERCEPTOR(10021, INVALID),

  BAD_REQUEST(40000, INVALID),
  ILLEGAL_ACCESS_POINT(40001, INVALID),
  ILLEGAL_TOPIC(40002, INVALID),
  ILLEGAL_CONSUMER_GROUP(40003, INVALID),
  ILLEGAL_MESSAGE_TAG(40004, INVALID),
  ILLEGAL_MESSAGE_KEY(40005, INVALID),
  ILLEGAL_MESSAGE_GROUP(40006, INVALID),
  ILLEGAL_MESSAGE_PROPERTY_KEY(40007, INVALID),
  INVALID_TRANSACTION_ID(40008, INVALID),
  ILLEGAL_MESSAGE_ID(40009, INVALID),
  ILLEGAL_FILTER_EXPRESSION(40010, INVALID),
  ILLEGAL_INVISIBLE_TIME(40011, INVALID),
  ILLEGAL_DELIVERY_TIME(40012, INVALID),
  INVALID_RECEIPT_HANDLE(40013, INVALID),
  MESSAGE_PROPERTY_CONFLICT_WITH_TYPE(40014, INVALID),
  /** The server lost this client's settings; sending them again helps, which the client does. */
  UNRECOGNIZED_CLIENT_TYPE(40015, SERVER),
  MESSAGE_CORRUPTED(40016, INVALID),
  CLIENT_ID_REQUIRED(40017, INVALID),
  ILLEGAL_POLLING_TIME(40018, INVALID),
  ILLEGAL_OFFSET(40019, INVALID),
  ILLEGAL_LITE_TOPIC(40020, INVALID),
  UNAUTHORIZED(40100, DENIED),
  PAYMENT_REQUIRED(40200, DENIED),
  FORBIDDEN(40300, DENIED),
  NOT_FOUND(40400, INVALID),
  MESSAGE_NOT_FOUND(40401, INVALID),
  TOPIC_NOT_FOUND(40402, INVALID),
  CONSUMER_GROUP_NOT_FOUND(40403, INVALID),
  OFFSET_NOT_FOUND(40404, INVALID),
  REQUEST_TIMEOUT(40800, TIMED_OUT),
  PAYLOAD_TOO_LARGE(41300, INVALID),
  MESSAGE_BODY_TOO_LARGE(41301, INVALID),
  MESSAGE_BODY_EMPTY(41302, INVALID),
  PRECONDITION_FAILED(42800, INVALID),
  TOO_MANY_REQUESTS(42900, THROTTLED),
  LITE_TOPIC_QUOTA_EXCEEDED(42901, THROTTLED),
  LITE_SUBSCRIPTION_QUOTA_EXCEEDED(42902, THROTTLED),
  REQUEST_HEADER_FIELDS_TOO_LARGE(43100, INVALID),
  MESSAGE_PROPERTIES_TOO_LARGE(43101, INVALID),

  INTERNAL_ERROR(50000, SERVER),
  INTERNAL_SERVER_ERROR(50001, SERVER),
  HA_NOT_AVAILABLE(50002, SERVER),
  NOT_IMPLEMENTED(50100, NOT_SUPPORTED),
  PROXY_TIMEOUT(50400, TIMED_OUT),
  MASTER_PERSISTENCE_TIMEOUT(50401, TIMED_OUT),
  SLAVE_PERSISTENCE_TIMEOUT(50402, TIMED_OUT),
  UNSUPPORTED(50500, NOT_SUPPORTED),
  VERSION_UNSUPPORTED(50501, NOT_SUPPORTED),
  VERIFY_FIFO_MESSAGE_UNSUPPORTED(50502, NOT_SUPPORTED),
  FAILED_TO_CONSUME_MESSAGE(60000, SERVER);

  /** What a program does about an error depends on its category, seldom on the single code. */
  public enum Category {
    /** The call itself must change before it can succeed. */
    INVALID(false),
    /** Credentials, permissions or certificates must change. */
    DENIED(false),
    /** No answer in time; the work may have been done. */
    TIMED_OUT(true),
    /** Too much at once; later it works. */
    THROTTLED(true),
    /** No connection; later it may work. */
    UNREACHABLE(true),
    /** The server failed; later it may work. */
    SERVER(true),
    /** This client is gone. */
    CLOSED(false),
    /** The client or the server cannot do it. */
    NOT_SUPPORTED(false);

    private final boolean retryable;

    Category(boolean retryable) {
      this.retryable = retryable;
    }
  }

  private static final Map<Integer, ErrorCode> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(ErrorCode::number, Function.identity()));

  private final int number;
  private final Category category;

  ErrorCode(int number, Category category) {
    this.number = number;
    this.category = category;
  }

  /** The code of a number, {@link #UNKNOWN} when there is none. */
  public static ErrorCode of(int number) {
    return BY_NUMBER.getOrDefault(number, UNKNOWN);
  }

  /** The number, five digits; 0 for {@link #UNKNOWN}. */
  public int number() {
    return number;
  }

  /** The category. */
  public Category category() {
    return category;
  }

  /** Whether the same call may succeed when it is made again, without any change. */
  public boolean isRetryable() {
    return this != UNKNOWN && category.retryable;
  }
}
