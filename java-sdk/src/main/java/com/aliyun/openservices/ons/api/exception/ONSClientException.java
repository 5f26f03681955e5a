package com.aliyun.openservices.ons.api.exception;

import com.aliyun.openservices.ons.api.exception.ErrorCode.Category;

/**
 * The one exception of this library. It is unchecked.
 *
 * <p>The text says what failed, where, and what to do about it. Programs ask the predicates instead
 * of reading the text: {@link #isRetryable()}, {@link #isTimeout()}, {@link #isThrottled()}, {@link
 * #isClosed()}.
 */
public class ONSClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode errorCode;
  private final int code;
  private final String requestId;

  /** An exception without any detail. */
  public ONSClientException() {
    this(null, null, ErrorCode.UNKNOWN);
  }

  /** An exception with a text and {@link ErrorCode#UNKNOWN}. */
  public ONSClientException(String message) {
    this(message, null, ErrorCode.UNKNOWN);
  }

  /** An exception with the cause's text; the code is the cause's when it has one. */
  public ONSClientException(Throwable cause) {
    this(cause == null ? null : cause.toString(), cause);
  }

  /** An exception with a text and a cause; the code is the cause's when it has one. */
  public ONSClientException(String message, Throwable cause) {
    super(message, cause);
    if (cause instanceof ONSClientException known) {
      this.errorCode = known.errorCode;
      this.code = known.code;
      this.requestId = known.requestId;
    } else {
      this.errorCode = ErrorCode.UNKNOWN;
      this.code = ErrorCode.UNKNOWN.number();
      this.requestId = "";
    }
  }

  /** An exception that was found in the client, without a request. */
  public ONSClientException(String message, Throwable cause, ErrorCode errorCode) {
    this(message, cause, errorCode, errorCode.number(), "");
  }

  /**
   * An exception that belongs to a request.
   *
   * @param code the number as the server gave it, which {@code errorCode} may not know
   * @param requestId the id that the request carried; empty when there was none
   */
  public ONSClientException(
      String message, Throwable cause, ErrorCode errorCode, int code, String requestId) {
    super(message, cause);
    this.errorCode = errorCode;
    this.code = code;
    this.requestId = requestId;
  }

  /** The code as a number, as the server gave it; 0 when nothing precise is known. */
  public int getCode() {
    return code;
  }

  /** The code's name, for example {@code TOPIC_NOT_FOUND}. */
  public String getCodeName() {
    return errorCode.name();
  }

  /** The code; {@link ErrorCode#UNKNOWN} when nothing precise is known. */
  public ErrorCode getErrorCode() {
    return errorCode;
  }

  /** The id of the request that failed, as the server's log has it; empty when there was none. */
  public String getRequestId() {
    return requestId;
  }

  /**
   * Whether the same call may succeed when it is made again. After a timeout the first call may
   * have succeeded too, so a send that is repeated can store the message twice.
   */
  public boolean isRetryable() {
    return errorCode.isRetryable();
  }

  /** Whether no answer came in time. The work may have been done. */
  public boolean isTimeout() {
    return errorCode.category() == Category.TIMED_OUT;
  }

  /** Whether the client was closed, or closing, or its thread interrupted. */
  public boolean isClosed() {
    return errorCode.category() == Category.CLOSED;
  }

  /** Whether the server or the client refused because there was too much at once. */
  public boolean isThrottled() {
    return errorCode.category() == Category.THROTTLED;
  }
}
