package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class MQClientException extends Exception {
  private static final long serialVersionUID = 1L;

  private int responseCode;
  private String errorMessage;

  /** A failure without a code, which then is -1. */
  public MQClientException(String errorMessage, Throwable cause) {
    super(errorMessage, cause);
    this.responseCode = -1;
    this.errorMessage = errorMessage;
  }

  /** A failure with a code of the server's. */
  public MQClientException(int responseCode, String errorMessage) {
    super("CODE: " + responseCode + "  DESC: " + errorMessage);
    this.responseCode = responseCode;
    this.errorMessage = errorMessage;
  }

  /** Returns the server's code, or -1. */
  public int getResponseCode() {
    return responseCode;
  }

  /** Sets the code, and returns this. */
  public MQClientException setResponseCode(int responseCode) {
    this.responseCode = responseCode;
    return this;
  }

  /** Returns the text without the code. */
  public String getErrorMessage() {
    return errorMessage;
  }

  /** Sets the text that {@link #getErrorMessage()} returns. */
  public void setErrorMessage(String errorMessage) {
    this.errorMessage = errorMessage;
  }
}
