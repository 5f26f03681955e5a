package com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.common;

/** A charset's name, and failures in one line. */
public class RemotingHelper {
  public static final String ROCKETMQ_REMOTING = "RocketmqRemoting";
  public static final String DEFAULT_CHARSET = "UTF-8";

  /** All methods are static. */
  public RemotingHelper() {}

  /** Returns a failure with the place where it was made; empty for null. */
  public static String exceptionSimpleDesc(Throwable failure) {
    if (failure == null) {
      return "";
    }
    StackTraceElement[] stack = failure.getStackTrace();
    return failure + (stack.length == 0 ? "" : ", " + stack[0]);
  }
}
