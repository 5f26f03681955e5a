package com.aliyun.openservices.ons.api;

/** Values of properties. */
public class PropertyValueConst {
  /** Every consumer gets every message. */
  public static final String BROADCASTING = "BROADCASTING";

  /** Every message goes to one consumer of the group. */
  public static final String CLUSTERING = "CLUSTERING";

  /** The default of {@link PropertyKeyConst#MessageModel}. */
  public static final String DEFAULT_MESSAGE_MODEL = "CLUSTERING";

  /** Queues are dealt out in turns. */
  public static final String ALLOCATE_MESSAGE_QUEUE_CIRCLE = "AVG_BY_CIRCLE";

  /** Queues are dealt out by a heuristic. */
  public static final String ALLOCATE_MESSAGE_QUEUE_HEURISTIC = "AVG_BY_HEURISTIC";

  /** Holds constants only. */
  public PropertyValueConst() {}
}
