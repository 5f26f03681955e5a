package com.aliyun.openservices.ons.api;

/** Names that programs of the commercial client refer to. */
public class Constants {
  /** Property name of a transaction's id. */
  public static final String TRANSACTION_ID = "__transactionId__";

  /** Property name of a message's id. */
  public static final String UNIQ_KEY = "UNIQ_KEY";

  /** Separates broker name and queue id in {@link TopicPartition#getPartition()}. */
  public static final String TOPIC_PARTITION_SEPARATOR = "#";

  /** The group of a producer that names none. Not final, because it never was. */
  public static String DEFAULT_ONS_PRODUCER_GROUP = "DEFAULT_ONS_PRODUCER_GROUP";

  /**
   * The send timeout when none is set, in milliseconds. Not final, because it never was; changing
   * it changes nothing, set {@link PropertyKeyConst#SendMsgTimeoutMillis} instead.
   */
  public static int DEFAULT_SEND_MSG_TIMEOUT_MILLIS = 5000;

  /** Holds constants only. */
  public Constants() {}
}
