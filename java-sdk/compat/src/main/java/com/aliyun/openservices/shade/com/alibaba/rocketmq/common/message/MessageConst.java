package com.aliyun.openservices.shade.com.alibaba.rocketmq.common.message;

/** Names of properties on the old wire. Those that users set are theirs under these names. */
public class MessageConst {
  public static final String PROPERTY_KEYS = "KEYS";
  public static final String PROPERTY_TAGS = "TAGS";
  public static final String PROPERTY_WAIT_STORE_MSG_OK = "WAIT";
  public static final String PROPERTY_DELAY_TIME_LEVEL = "DELAY";
  public static final String PROPERTY_RETRY_TOPIC = "RETRY_TOPIC";
  public static final String PROPERTY_REAL_TOPIC = "REAL_TOPIC";
  public static final String PROPERTY_REAL_QUEUE_ID = "REAL_QID";
  public static final String PROPERTY_TRANSACTION_PREPARED = "TRAN_MSG";
  public static final String PROPERTY_PRODUCER_GROUP = "PGROUP";
  public static final String PROPERTY_MIN_OFFSET = "MIN_OFFSET";
  public static final String PROPERTY_MAX_OFFSET = "MAX_OFFSET";
  public static final String PROPERTY_BUYER_ID = "BUYER_ID";
  public static final String PROPERTY_ORIGIN_MESSAGE_ID = "ORIGIN_MESSAGE_ID";
  public static final String PROPERTY_TRANSFER_FLAG = "TRANSFER_FLAG";
  public static final String PROPERTY_CORRECTION_FLAG = "CORRECTION_FLAG";
  public static final String PROPERTY_MQ2_FLAG = "MQ2_FLAG";
  public static final String PROPERTY_RECONSUME_TIME = "RECONSUME_TIME";
  public static final String PROPERTY_MSG_REGION = "MSG_REGION";
  public static final String PROPERTY_TRACE_SWITCH = "TRACE_ON";
  public static final String PROPERTY_UNIQ_CLIENT_MESSAGE_ID_KEYIDX = "UNIQ_KEY";
  public static final String PROPERTY_MAX_RECONSUME_TIMES = "MAX_RECONSUME_TIMES";
  public static final String PROPERTY_CONSUME_START_TIMESTAMP = "CONSUME_START_TIME";
  public static final String PROPERTY_INSTANCE_ID = "INSTANCE_ID";
  public static final String PROPERTY_TIMER_DELAY_SEC = "TIMER_DELAY_SEC";
  public static final String PROPERTY_TIMER_DELAY_MS = "TIMER_DELAY_MS";
  public static final String PROPERTY_TIMER_DELIVER_MS = "TIMER_DELIVER_MS";
  public static final String PROPERTY_SHARDING_KEY = "__SHARDINGKEY";

  /** Between keys. */
  public static final String KEY_SEPARATOR = " ";

  /** Holds constants only. */
  public MessageConst() {}
}
