package io.openons.broker.server.remoting.message;

/** The keys of properties that mean something to clients of this protocol and the broker. */
public final class PropertyKeys {
  static final String ID = "UNIQ_KEY";
  static final String TAG = "TAGS";
  static final String KEYS = "KEYS";
  static final String SHARDING_KEY = "__SHARDINGKEY";
  static final String TRACE_CONTEXT = "TRACE_CONTEXT";
  static final String DELAY_LEVEL = "DELAY";
  static final String DELIVERY_TIME = "__STARTDELIVERTIME";
  static final String TIMER_TIME = "TIMER_DELIVER_MS";
  static final String TIMER_SECONDS = "TIMER_DELAY_SEC";
  static final String TIMER_MILLIS = "TIMER_DELAY_MS";
  static final String HALF = "TRAN_MSG";
  static final String PRODUCER_GROUP = "PGROUP";
  static final String CHECK_IMMUNITY = "CHECK_IMMUNITY_TIME_IN_SECONDS";

  /** The same for another family of clients. */
  static final String CHECK_IMMUNITY_OF_ONS = "CheckImmunityTimeInSeconds";

  /** Names a delivery under a lease. */
  static final String CHECKPOINT = "POP_CK";

  /** The client that waits for a reply. */
  public static final String REPLY_TO = "REPLY_TO_CLIENT";

  static final String CLUSTER = "CLUSTER";

  /** The cluster that this broker says it is. */
  public static final String OWN_CLUSTER = "DefaultCluster";

  static final String RETRY_TOPIC = "RETRY_TOPIC";
  static final String ORIGIN_ID = "ORIGIN_MESSAGE_ID";
  static final String DEAD_LETTER_TOPIC = "DLQ_ORIGIN_TOPIC";
  static final String DEAD_LETTER_ID = "DLQ_ORIGIN_MESSAGE_ID";

  /** A region of this name keeps ONS clients, which trace unless told otherwise, from tracing. */
  public static final String REGION = "MSG_REGION";

  /** The region of every message here. */
  public static final String OWN_REGION = "DefaultRegion";

  /** Whether clients may trace; Apache's do when their users say so. */
  public static final String TRACES = "TRACE_ON";

  /** No property, but an attribute: the number that users give a message. */
  static final String USER_FLAG = "remoting.flag";

  private PropertyKeys() {}
}
