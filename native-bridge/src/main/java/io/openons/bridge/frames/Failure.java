package io.openons.bridge.frames;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What an {@code ons_error_t} tells of an exception.
 *
 * @param status the class of the error
 * @param code the exact number, or the status itself
 * @param detail stacks, at most {@link #MOST_DETAIL} bytes
 */
public record Failure(
    int status,
    int code,
    String name,
    String requestId,
    boolean retryable,
    String message,
    byte[] detail) {
  /** What fits into an {@code ons_error_t}, with room to spare. */
  static final int MOST_DETAIL = 2_000;

  public static Failure of(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    byte[] detail = Texts.cut(Texts.bytes(stack(thrown)), MOST_DETAIL);
    if (thrown instanceof ONSClientException known) {
      return new Failure(
          status(known.getErrorCode()),
          known.getCode(),
          known.getCodeName(),
          known.getRequestId() == null ? "" : known.getRequestId(),
          known.isRetryable(),
          message,
          detail);
    }
    if (thrown instanceof StateException) {
      return new Failure(
          Numbers.E_STATE, Numbers.E_STATE, "ONS_E_STATE", "", false, message, detail);
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Failure(
          Numbers.E_THROTTLED,
          Numbers.E_THROTTLED,
          "OUT_OF_MEMORY",
          "",
          true,
          "the Java runtime is out of memory ("
              + message
              + "), its heap may have "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; raise max_heap_mib, or hold fewer messages at a time"
              + " (maxCachedMessageSizeInMiB)",
          detail);
    }
    return new Failure(
        Numbers.E_INTERNAL,
        Numbers.E_INTERNAL,
        "ONS_E_INTERNAL",
        "",
        false,
        thrown.getClass().getName() + ": " + message,
        detail);
  }

  private static int status(ErrorCode code) {
    if (code == ErrorCode.CLIENT_NOT_STARTED) {
      return Numbers.E_STATE;
    }
    return switch (code.category()) {
      case INVALID -> Numbers.E_INVALID;
      case DENIED -> Numbers.E_DENIED;
      case TIMED_OUT -> Numbers.E_TIMEOUT;
      case THROTTLED -> Numbers.E_THROTTLED;
      case UNREACHABLE -> Numbers.E_UNREACHABLE;
      case SERVER -> Numbers.E_SERVER;
      case CLOSED -> Numbers.E_CLOSED;
      case NOT_SUPPORTED -> Numbers.E_UNSUPPORTED;
    };
  }

  private static String stack(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
