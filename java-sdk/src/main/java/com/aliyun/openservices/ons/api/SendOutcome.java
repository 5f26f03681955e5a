package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Objects;

/**
 * What became of one message of a batch: a result, or an exception. See {@link Producer#sendBatch}.
 */
public final class SendOutcome {
  private final Message message;
  private final SendResult result;
  private final ONSClientException exception;

  private SendOutcome(Message message, SendResult result, ONSClientException exception) {
    this.message = message;
    this.result = result;
    this.exception = exception;
  }

  /** The server has the message. */
  public static SendOutcome sent(Message message, SendResult result) {
    return new SendOutcome(message, Objects.requireNonNull(result, "result"), null);
  }

  /** The server did not confirm the message. */
  public static SendOutcome failed(Message message, ONSClientException exception) {
    return new SendOutcome(message, null, Objects.requireNonNull(exception, "exception"));
  }

  /** The message, as it was given; null when it was null. */
  public Message getMessage() {
    return message;
  }

  /** Whether the server has the message. */
  public boolean isSent() {
    return result != null;
  }

  /**
   * The result.
   *
   * @throws ONSClientException why there is none
   */
  public SendResult getResult() {
    if (exception != null) {
      throw exception;
    }
    return result;
  }

  /** Why the message was not confirmed; null when it was. */
  public ONSClientException getException() {
    return exception;
  }

  @Override
  public String toString() {
    return "SendOutcome[" + (isSent() ? result : exception) + "]";
  }
}
