package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.protocol.heartbeat;

/**
 * How the consumers of a group share messages; programs write {@code
 * MessageModel.CLUSTERING.getModeCN()} as the value of {@code PropertyKeyConst.MessageModel}.
 */
public enum MessageModel {
  /** Each consumer of the group receives every message. */
  BROADCASTING,
  /** Each message goes to one consumer of the group. */
  CLUSTERING;

  /** Returns the value for {@code PropertyKeyConst.MessageModel}, which is the name. */
  public String getModeCN() {
    return name();
  }
}
