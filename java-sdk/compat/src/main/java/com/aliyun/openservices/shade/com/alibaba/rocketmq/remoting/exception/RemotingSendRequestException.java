package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class RemotingSendRequestException extends RemotingException {
  private static final long serialVersionUID = 1L;

  /** A failure to send. */
  public RemotingSendRequestException(String address) {
    this(address, null);
  }

  /** A failure to send, with its cause. */
  public RemotingSendRequestException(String address, Throwable cause) {
    super("send request to <" + address + "> failed", cause);
  }
}
