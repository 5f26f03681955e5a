package io.openons.broker;

/** When a message counts as stored. */
public enum FlushMode {
  /**
   * As soon as the operating system has it. A crash of the process loses nothing; a power cut loses
   * the last half second at most.
   */
  ASYNC,

  /**
   * When it is on disk. Neither a crash nor a power cut loses it. Concurrent senders share a flush.
   */
  SYNC;

  io.openons.broker.store.log.FlushMode inStore() {
    return switch (this) {
      case ASYNC -> io.openons.broker.store.log.FlushMode.ASYNC;
      case SYNC -> io.openons.broker.store.log.FlushMode.SYNC;
    };
  }
}
