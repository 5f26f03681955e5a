package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception;

/** Thrown by nothing of ours: programs that declare or catch it go on compiling. */
public class RemotingConnectException extends RemotingException {
  private static final long serialVersionUID = 1L;

  /** A failure to connect. */
  public RemotingConnectException(String address) {
    this(address, null);
  }

  /** A failure to connect, with its cause. */
  public RemotingConnectException(String address, Throwable cause) {
    super("connect to <" + address + "> failed", cause);
  }
}
