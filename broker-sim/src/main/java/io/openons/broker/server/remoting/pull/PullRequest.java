package io.openons.broker.server.remoting.pull;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.codec.Command;
import java.time.Duration;

/** A request to read a queue at an offset, as its fields have it. */
record PullRequest(
    ResourceName group,
    ResourceName topic,
    int queue,
    long offset,
    int maxMessages,
    int flags,
    long commitOffset,
    Duration suspend,
    String subscription,
    long version,
    String expressionType) {
  private static final ResourceName OPERATORS = new ResourceName("", "TOOLS_CONSUMER");
  private static final int COMMITS = 1;
  private static final int WAITS = 2;
  private static final int HAS_SUBSCRIPTION = 4;

  static PullRequest of(Command request) {
    return new PullRequest(
        Names.of(request.text("consumerGroup")),
        Names.of(request.text("topic")),
        request.integer("queueId"),
        request.number("queueOffset"),
        request.integer("maxMsgNums"),
        request.integer("sysFlag"),
        request.number("commitOffset", -1),
        suspend(request.number("suspendTimeoutMillis", 0)),
        request.text("subscription", ""),
        request.number("subVersion", 0),
        request.text("expressionType", null));
  }

  private static Duration suspend(long millis) {
    return Duration.ofMillis(Math.max(0, Math.min(millis, Limits.MAX_POLLING.toMillis())));
  }

  /** Returns whether a tool of operators reads, which is in no group. */
  boolean isOfOperators() {
    return group.equals(OPERATORS);
  }

  boolean commits() {
    return (flags & COMMITS) != 0 && commitOffset >= 0;
  }

  boolean hasSubscription() {
    return (flags & HAS_SUBSCRIPTION) != 0;
  }

  /** Returns how long the answer may be held back until there is something to return. */
  Duration waitTime() {
    return (flags & WAITS) != 0 ? suspend : Duration.ZERO;
  }
}
