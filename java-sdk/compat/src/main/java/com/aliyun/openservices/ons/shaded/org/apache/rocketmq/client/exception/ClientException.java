package com.aliyun.openservices.ons.shaded.org.apache.rocketmq.client.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class ClientException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure. */
  public ClientException(String message, Throwable cause) {
    super(message, cause);
  }
}
