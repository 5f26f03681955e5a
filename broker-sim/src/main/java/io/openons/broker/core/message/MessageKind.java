package io.openons.broker.core.message;

/** The kinds of messages. */
public enum MessageKind {
  /** Delivered as soon as it is stored, in no particular order. */
  NORMAL(0),
  /** Ordered: delivered after the messages before it that have the same sharding key. */
  FIFO(1),
  /** Delivered at its delivery time. */
  DELAY(2),
  /** Stored as a half message, and delivered when its transaction is committed. */
  TRANSACTION(3);

  private static final MessageKind[] KINDS = values();

  private final byte number;

  MessageKind(int number) {
    this.number = (byte) number;
  }

  /** Returns the number on disk, which never changes. */
  byte number() {
    return number;
  }

  static MessageKind of(byte number) {
    for (MessageKind kind : KINDS) {
      if (kind.number == number) {
        return kind;
      }
    }
    throw new IllegalStateException("a stored message has an unknown kind " + number);
  }
}
