package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer;

/** The outcome of a local transaction, as programs translate it. */
public enum LocalTransactionState {
  /** The message is delivered. */
  COMMIT_MESSAGE,
  /** The message is dropped. */
  ROLLBACK_MESSAGE,
  /** Not known yet. */
  UNKNOW
}
