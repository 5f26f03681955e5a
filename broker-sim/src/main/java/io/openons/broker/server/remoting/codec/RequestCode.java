package io.openons.broker.server.remoting.codec;

/** The numbers of the requests that this broker knows. */
public final class RequestCode {
  /** Send a message. */
  public static final int SEND = 10;

  /** Read a queue at an offset. */
  public static final int PULL = 11;

  /** Find messages by key. */
  public static final int QUERY = 12;

  /** Where a group is in a queue. */
  public static final int QUERY_CONSUMER_OFFSET = 14;

  /** Set where a group is in a queue. */
  public static final int UPDATE_CONSUMER_OFFSET = 15;

  /** The offset of the first message at a time. */
  public static final int SEARCH_OFFSET = 29;

  /** The offset that the next message of a queue gets. */
  public static final int MAX_OFFSET = 30;

  /** The offset of the oldest message of a queue. */
  public static final int MIN_OFFSET = 31;

  /** When the oldest message of a queue was stored. */
  public static final int EARLIEST_STORE_TIME = 32;

  /** The message with an offset id. */
  public static final int VIEW = 33;

  /** A client lives, and is in these groups. */
  public static final int HEARTBEAT = 34;

  /** A client leaves a group. */
  public static final int UNREGISTER = 35;

  /** A group could not consume a message. */
  public static final int SEND_BACK = 36;

  /** Decide a transaction. */
  public static final int END_TRANSACTION = 37;

  /** The members of a group. */
  public static final int CONSUMER_IDS = 38;

  /** From the broker: what became of a transaction? */
  public static final int CHECK_TRANSACTION = 39;

  /** From the broker: members of a group changed. */
  public static final int CONSUMER_IDS_CHANGED = 40;

  /** Handle queues in order. */
  public static final int LOCK = 41;

  /** Handle queues no longer. */
  public static final int UNLOCK = 42;

  /** Check a subscription. */
  public static final int CHECK_SUBSCRIPTION = 46;

  /** From operators: make or change a topic. */
  public static final int UPDATE_TOPIC = 17;

  /** From operators: the settings of all topics. */
  public static final int TOPIC_CONFIGS = 21;

  /** From operators: change settings of the broker. */
  public static final int UPDATE_BROKER_CONFIG = 25;

  /** From operators: the settings of the broker. */
  public static final int BROKER_CONFIG = 26;

  /** From operators: how the broker is. */
  public static final int BROKER_RUNTIME = 28;

  /** From operators: set, get and remove values of the name server. */
  public static final int PUT_VALUE = 100;

  /** From operators. */
  public static final int GET_VALUE = 101;

  /** From operators. */
  public static final int DELETE_VALUE = 102;

  /** From operators: the brokers of the cluster. */
  public static final int CLUSTER_INFO = 106;

  /** From operators: make or change a group. */
  public static final int UPDATE_GROUP = 200;

  /** From operators: the settings of all groups. */
  public static final int GROUP_CONFIGS = 201;

  /** From operators: the offsets of a topic. */
  public static final int TOPIC_STATS = 202;

  /** From operators: the clients of a group. */
  public static final int CONSUMER_CONNECTIONS = 203;

  /** From operators: the clients of a group of producers. */
  public static final int PRODUCER_CONNECTIONS = 204;

  /** From operators: nothing can be sent to the broker's topics. */
  public static final int WIPE_WRITE_PERMISSION = 205;

  /** From operators: the names of all topics. */
  public static final int TOPIC_NAMES = 206;

  /** From operators: delete a group. */
  public static final int DELETE_GROUP = 207;

  /** From operators: how far a group is. */
  public static final int CONSUME_STATS = 208;

  /** From operators: delete a topic. */
  public static final int DELETE_TOPIC = 215;

  /** From operators: delete a topic from the name server. */
  public static final int DELETE_ROUTE = 216;

  /** From operators: set the offsets of a group. */
  public static final int RESET_OFFSETS_OF_GROUP = 222;

  /** From operators: the names of all topics of the cluster. */
  public static final int TOPIC_NAMES_OF_CLUSTER = 224;

  /** From operators: the groups that consume a topic. */
  public static final int GROUPS_OF_TOPIC = 300;

  /** From operators to a consumer: how it is. */
  public static final int CONSUMER_RUNNING = 307;

  /** From operators to a consumer: consume a message. */
  public static final int CONSUME_DIRECTLY = 309;

  /** From operators: entries of a queue. */
  public static final int QUEUE_ENTRIES = 321;

  /** From operators: what was taken by {@link #WIPE_WRITE_PERMISSION} is given back. */
  public static final int ADD_WRITE_PERMISSION = 327;

  /** From operators: the settings of a topic. */
  public static final int TOPIC_CONFIG = 351;

  /** From operators: the settings of a group. */
  public static final int GROUP_CONFIG = 352;

  /** Where a topic is. */
  public static final int ROUTE = 105;

  /** Send a message, with short names of the fields. */
  public static final int SEND_SHORT = 310;

  /** Send several messages, with short names of the fields. */
  public static final int SEND_BATCH = 320;

  /** Read a queue at an offset, for a client that is in no group. */
  public static final int LITE_PULL = 361;

  /** Send the reply to a request. */
  public static final int REPLY = 324;

  /** Send the reply to a request, with short names of the fields. */
  public static final int REPLY_SHORT = 325;

  /** From the broker: a reply to your request. */
  public static final int PUSH_REPLY = 326;

  /** Keep a delayed message from being delivered. */
  public static final int RECALL = 370;

  /** How is a group to consume a topic? */
  public static final int QUERY_ASSIGNMENT = 400;

  /** Take messages under a lease. */
  public static final int POP = 200050;

  /** Acknowledge a delivery. */
  public static final int ACKNOWLEDGE = 200051;

  /** Look at what a group gets next. */
  public static final int PEEK = 200052;

  /** Change the lease of a delivery. */
  public static final int CHANGE_LEASE = 200053;

  /** Acknowledge deliveries. */
  public static final int ACKNOWLEDGE_BATCH = 200151;

  /** From the broker: go on at other offsets. */
  public static final int RESET_OFFSETS = 220;

  private RequestCode() {}
}
