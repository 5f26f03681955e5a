package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class MQBrokerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int responseCode;
  private final String errorMessage;

  /** A failure with a code of the server's. */
  public MQBrokerException(int responseCode, String errorMessage) {
    super("CODE: " + responseCode + "  DESC: " + errorMessage);
    this.responseCode = responseCode;
    this.errorMessage = errorMessage;
  }

  /** Returns the server's code. */
  public int getResponseCode() {
    return responseCode;
  }

  /** Returns the text without the code. */
  public String getErrorMessage() {
    return errorMessage;
  }
}
