package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class RemotingTimeoutException extends RemotingException {
  private static final long serialVersionUID = 1L;

  /** A failure. */
  public RemotingTimeoutException(String message) {
    super(message);
  }

  /** An answer that did not come in time, in milliseconds. */
  public RemotingTimeoutException(String address, long timeoutMillis) {
    this(address, timeoutMillis, null);
  }

  /** An answer that did not come in time, in milliseconds, with its cause. */
  public RemotingTimeoutException(String address, long timeoutMillis, Throwable cause) {
    super("no answer from <" + address + "> within " + timeoutMillis + " ms", cause);
  }
}
