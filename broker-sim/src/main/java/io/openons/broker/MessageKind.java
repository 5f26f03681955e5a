package io.openons.broker;

/** The kinds of messages. */
public enum MessageKind {
  /** Delivered as soon as it is stored, in no particular order. */
  NORMAL,
  /** Ordered: delivered after the messages before it that have the same sharding key. */
  FIFO,
  /** Delivered at its delivery time. */
  DELAY,
  /** Delivered when its transaction is committed. */
  TRANSACTION;

  io.openons.broker.core.message.MessageKind inCore() {
    return switch (this) {
      case NORMAL -> io.openons.broker.core.message.MessageKind.NORMAL;
      case FIFO -> io.openons.broker.core.message.MessageKind.FIFO;
      case DELAY -> io.openons.broker.core.message.MessageKind.DELAY;
      case TRANSACTION -> io.openons.broker.core.message.MessageKind.TRANSACTION;
    };
  }
}
