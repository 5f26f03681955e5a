package io.openons.broker.core;

/** The numbers by which the core tells its own records and queues apart; they are on disk. */
final class RecordKinds {
  /** A topic, by its number. */
  static final byte TOPIC = 1;

  /** A group, by its number. */
  static final byte GROUP = 2;

  /** The progress of a group in a topic, by the numbers of both. */
  static final byte PROGRESS = 3;

  /** Up to which delayed message all are delivered; one record. */
  static final byte TIMERS_DONE = 4;

  /** A delayed message that was recalled, by its delivery time and id, until that time. */
  static final byte RECALLED = 5;

  /** A transaction that is not decided, by the offset of its half message. */
  static final byte TRANSACTION = 6;

  /**
   * Instead of a topic's number: the queues of delayed messages, one for each span of delivery
   * time.
   */
  static final int TIMER_QUEUES = 0;

  /** Instead of a topic's number: the one queue of half messages. */
  static final int HALF_QUEUES = -1;

  private RecordKinds() {}
}
