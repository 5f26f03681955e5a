package io.openons.broker.server.remoting.codec;

/** The numbers of answers. */
public final class ResponseCode {
  public static final int SUCCESS = 0;
  public static final int SYSTEM_ERROR = 1;

  /** Producers try again. */
  public static final int SYSTEM_BUSY = 2;

  public static final int NOT_SUPPORTED = 3;
  public static final int MESSAGE_ILLEGAL = 13;
  public static final int NO_PERMISSION = 16;
  public static final int TOPIC_NOT_EXIST = 17;
  public static final int PULL_NOT_FOUND = 19;

  /** Messages were there, and passed over: the client pulls again at once. */
  public static final int PULL_RETRY_IMMEDIATELY = 20;

  public static final int PULL_OFFSET_MOVED = 21;
  public static final int QUERY_NOT_FOUND = 22;
  public static final int SUBSCRIPTION_PARSE_FAILED = 23;
  public static final int SUBSCRIPTION_NOT_EXIST = 24;
  public static final int SUBSCRIPTION_NOT_LATEST = 25;
  public static final int GROUP_NOT_EXIST = 26;

  /** Too many wait for messages under a lease. */
  public static final int POP_FULL = 209;

  /** No message came within the time of a wait for messages under a lease. */
  public static final int POP_NOTHING = 210;

  /** The group has no client that lives. */
  public static final int CONSUMER_NOT_ONLINE = 206;

  private ResponseCode() {}
}
