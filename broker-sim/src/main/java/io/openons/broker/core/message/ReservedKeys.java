package io.openons.broker.core.message;

import java.util.Set;

/** Keys that users' properties may not have, since clients use them for themselves. */
public final class ReservedKeys {
  private static final Set<String> KEYS =
      Set.of(
          "KEYS",
          "TAGS",
          "WAIT",
          "DELAY",
          "RETRY_TOPIC",
          "REAL_TOPIC",
          "REAL_QID",
          "TRAN_MSG",
          "PGROUP",
          "MIN_OFFSET",
          "MAX_OFFSET",
          "BUYER_ID",
          "ORIGIN_MESSAGE_ID",
          "TRANSFER_FLAG",
          "CORRECTION_FLAG",
          "MQ2_FLAG",
          "RECONSUME_TIME",
          "MSG_REGION",
          "TRACE_ON",
          "UNIQ_KEY",
          "EXTEND_UNIQ_INFO",
          "MAX_RECONSUME_TIMES",
          "CONSUME_START_TIME",
          "INNER_NUM",
          "INNER_BASE",
          "DUP_INFO",
          "CHECK_IMMUNITY_TIME_IN_SECONDS",
          "TRAN_PREPARED_QUEUE_OFFSET",
          "TRANSACTION_ID",
          "TRANSACTION_CHECK_TIMES",
          "INSTANCE_ID",
          "CORRELATION_ID",
          "REPLY_TO_CLIENT",
          "TTL",
          "ARRIVE_TIME",
          "PUSH_REPLY_TIME",
          "CLUSTER",
          "MSG_TYPE",
          "POP_CK",
          "POP_CK_OFFSET",
          "FIRST_POP_TIME",
          "__SHARDINGKEY",
          "__transactionId__",
          "DLQ_ORIGIN_TOPIC",
          "DLQ_ORIGIN_MESSAGE_ID",
          "TIMER_DELIVER_MS",
          "TIMER_DELAY_SEC",
          "TIMER_DELAY_MS",
          "TIMER_ENQUEUE_MS",
          "TIMER_DEQUEUE_MS",
          "TIMER_ROLL_TIMES",
          "TIMER_OUT_MS",
          "TIMER_DEL_UNIQKEY",
          "__STARTDELIVERTIME");

  private ReservedKeys() {}

  /** Says whether a key is reserved. */
  public static boolean contains(String key) {
    return KEYS.contains(key);
  }
}
