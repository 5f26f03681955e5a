package com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer;

/** The outcome of a send, as programs translate it. */
public enum SendStatus {
  /** The server has the message. */
  SEND_OK,
  /** It is not on disk yet. */
  FLUSH_DISK_TIMEOUT,
  /** A replica does not have it yet. */
  FLUSH_SLAVE_TIMEOUT,
  /** There is no replica. */
  SLAVE_NOT_AVAILABLE
}
