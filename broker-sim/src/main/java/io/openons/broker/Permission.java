package io.openons.broker;

/** Which uses of a topic are allowed. */
public enum Permission {
  /** None. */
  NONE,
  /** Consuming only. */
  READ,
  /** Sending only. */
  WRITE,
  /** Sending and consuming. */
  READ_WRITE;

  io.openons.broker.core.topic.Permission inCore() {
    return switch (this) {
      case NONE -> io.openons.broker.core.topic.Permission.NONE;
      case READ -> io.openons.broker.core.topic.Permission.READ;
      case WRITE -> io.openons.broker.core.topic.Permission.WRITE;
      case READ_WRITE -> io.openons.broker.core.topic.Permission.READ_WRITE;
    };
  }
}
