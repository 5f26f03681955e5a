package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class RemotingTooMuchRequestException extends RemotingException {
  private static final long serialVersionUID = 1L;

  /** A failure. */
  public RemotingTooMuchRequestException(String message) {
    super(message);
  }
}
