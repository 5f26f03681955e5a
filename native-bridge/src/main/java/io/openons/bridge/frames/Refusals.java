package io.openons.bridge.frames;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/** Makes the errors that the border itself finds. */
public final class Refusals {
  private Refusals() {}

  public static ONSClientException argument(String message) {
    return new ONSClientException(message, null, ErrorCode.INVALID_ARGUMENT);
  }

  public static ONSClientException unsupported(String message) {
    return new ONSClientException(message, null, ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  public static ONSClientException closed(String message) {
    return new ONSClientException(message, null, ErrorCode.CLIENT_CLOSED);
  }
}
