package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class RemotingException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure. */
  public RemotingException(String message) {
    super(message);
  }

  /** A failure with its cause. */
  public RemotingException(String message, Throwable cause) {
    super(message, cause);
  }
}
