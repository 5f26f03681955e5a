package io.openons.broker.server.http.admin.request;

import java.util.List;

/**
 * A consumer group to make; what is null is as usual.
 *
 * @param name its name, with its instance
 * @param ordered whether its clients consume in order
 * @param maxAttempts deliveries until a message is a dead letter
 * @param backoffMs how long a message waits for its next delivery, attempt by attempt, in ms
 */
public record NewGroup(String name, Boolean ordered, Integer maxAttempts, List<Long> backoffMs) {
  /** Returns how it is to be. */
  public GroupChange change() {
    return new GroupChange(ordered, maxAttempts, backoffMs);
  }
}
