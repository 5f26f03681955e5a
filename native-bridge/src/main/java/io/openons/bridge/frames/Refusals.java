package io.openons.bridge;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/** Makes the errors that the border itself finds. */
final class Refusals {
  private Refusals() {}

  static ONSClientException argument(String message) {
    return new ONSClientException(message, null, ErrorCode.INVALID_ARGUMENT);
  }

  static ONSClientException unsupported(String message) {
    return new ONSClientException(message, null, ErrorCode.FEATURE_NOT_SUPPORTED);
  }

  static ONSClientException closed(String message) {
    return new ONSClientException(message, null, ErrorCode.CLIENT_CLOSED);
  }
}
