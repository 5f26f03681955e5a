package io.openons.broker;

/** Where a new consumer group begins in a topic. */
public enum StartPosition {
  /** After the messages that were stored before the group was first seen; RocketMQ's rule. */
  LATEST,
  /** At the oldest message. */
  EARLIEST;

  io.openons.broker.core.group.StartPosition inCore() {
    return switch (this) {
      case LATEST -> io.openons.broker.core.group.StartPosition.LATEST;
      case EARLIEST -> io.openons.broker.core.group.StartPosition.EARLIEST;
    };
  }
}
