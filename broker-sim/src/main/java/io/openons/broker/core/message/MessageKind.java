package io.openons.broker.core.message;

/** The kinds of messages. The order is the number on disk. */
public enum MessageKind {
  /** Delivered as soon as it is stored, in no particular order. */
  NORMAL,
  /** Ordered: delivered after the messages before it that have the same sharding key. */
  FIFO,
  /** Delivered at its delivery time. */
  DELAY,
  /** Stored as a half message, and delivered when its transaction is committed. */
  TRANSACTION
}
