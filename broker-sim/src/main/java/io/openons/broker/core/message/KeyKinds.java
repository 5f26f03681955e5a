package io.openons.broker.core.message;

/** The numbers by which the core tells its own records and queues apart; they are on disk. */
public final class KeyKinds {
  /** A topic, by its number. */
  public static final byte TOPIC = 1;

  /** A group, by its number. */
  public static final byte GROUP = 2;

  /** Before 0.2: the progress of a group in a topic, by the numbers of both. */
  public static final byte PROGRESS = 3;

  /** Up to which delayed message all are delivered; one record. */
  public static final byte TIMERS_DONE = 4;

  /** A delayed message that was recalled, by its delivery time and id, until that time. */
  public static final byte RECALLED = 5;

  /** A transaction that is not decided, by the offset of its half message. */
  public static final byte TRANSACTION = 6;

  /** Where a group is in a queue, by the numbers of group, topic and queue. */
  public static final byte PROGRESS_NEXT = 7;

  /** Unfinished messages of a group in a queue, by the numbers of group, topic, queue and page. */
  public static final byte PROGRESS_PAGE = 8;

  /** A topic that is being deleted, by its number. */
  public static final byte DELETED_TOPIC = 9;

  /** A group that is being deleted, by its number. */
  public static final byte DELETED_GROUP = 10;

  /**
   * The highest number that a deleted topic or group had, by the kind of their keys: no later one
   * gets it.
   */
  public static final byte LAST_NUMBER = 11;

  /**
   * Instead of a topic's number: the queues of delayed messages, one for each span of delivery
   * time.
   */
  public static final int TIMER_QUEUES = 0;

  /** Instead of a topic's number: the one queue of half messages. */
  public static final int HALF_QUEUES = -1;

  private KeyKinds() {}
}
