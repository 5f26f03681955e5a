package io.openons.broker.core.group;

/** Where a new group begins in a topic. */
public enum StartPosition {
  /** After the messages that were stored before the group was first seen; RocketMQ's rule. */
  LATEST,
  /** At the oldest message. */
  EARLIEST
}
