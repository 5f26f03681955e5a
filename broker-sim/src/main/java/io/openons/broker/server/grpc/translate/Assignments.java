package io.openons.broker.server.grpc.translate;

import io.openons.broker.core.topic.Topic;

/** Which queues of a topic a consumer is told to receive from. */
public final class Assignments {
  /**
   * Each queue brings messages of all of them. Official clients ask for one queue's messages one
   * batch after the other, so with a single one they stand still for a round trip per batch
   * (docs/performance.md).
   */
  private static final int MOST = 8;

  private Assignments() {}

  /** Returns how many there are; they are the first of the topic. */
  public static int queues(Topic topic) {
    return Math.min(topic.queues(), MOST);
  }
}
