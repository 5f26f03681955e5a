package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.consumer;

/** Where a new group begins. Ours begins where the broker says: {@code new-groups-start-at}. */
public enum ConsumeFromWhere {
  /** With what comes from now on. */
  CONSUME_FROM_LAST_OFFSET,
  /** Without effect since long. */
  CONSUME_FROM_LAST_OFFSET_AND_FROM_MIN_WHEN_BOOT_FIRST,
  /** Without effect since long. */
  CONSUME_FROM_MIN_OFFSET,
  /** Without effect since long. */
  CONSUME_FROM_MAX_OFFSET,
  /** With the oldest message. */
  CONSUME_FROM_FIRST_OFFSET,
  /** At a time. */
  CONSUME_FROM_TIMESTAMP
}
