package com.aliyun.openservices.shade.com.alibaba.rocketmq.common;

/** Names and prefixes that programs use. */
public class MixAll {
  public static final String NAMESRV_ADDR_ENV = "NAMESRV_ADDR";
  public static final String NAMESRV_ADDR_PROPERTY = "rocketmq.namesrv.addr";
  public static final String DEFAULT_CHARSET = "UTF-8";

  /** Before the name of a group: the topic of its messages that come again. */
  public static final String RETRY_GROUP_TOPIC_PREFIX = "%RETRY%";

  /** Before the name of a group: the topic of its dead letters. */
  public static final String DLQ_GROUP_TOPIC_PREFIX = "%DLQ%";

  /** All methods are static. */
  public MixAll() {}

  /** Returns the topic of a group's messages that come again. */
  public static String getRetryTopic(String group) {
    return RETRY_GROUP_TOPIC_PREFIX + group;
  }

  /** Returns the topic of a group's dead letters. */
  public static String getDLQTopic(String group) {
    return DLQ_GROUP_TOPIC_PREFIX + group;
  }

  /** Returns the id of this process; -1 where the JVM does not say. */
  public static long getPID() {
    return UtilAll.getPid();
  }
}
