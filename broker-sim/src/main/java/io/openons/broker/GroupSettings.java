package io.openons.broker;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a consumer group; {@link OnsBroker#configureGroup} checks them.
 *
 * @param ordered whether its clients consume in order
 * @param maxAttempts how many times a message is delivered before it is a dead letter, 1 to 1000
 * @param backoff how long a message that could not be consumed waits for its next delivery, attempt
 *     by attempt, up to 12 h each; the last one holds for all further attempts
 */
public record GroupSettings(boolean ordered, int maxAttempts, List<Duration> backoff) {
  /** Apache RocketMQ's rule: 16 redeliveries, after 10 s to 2 h. */
  public static final GroupSettings DEFAULT =
      of(io.openons.broker.core.group.GroupSettings.DEFAULT);

  /** Copies the list. */
  public GroupSettings {
    backoff = List.copyOf(backoff);
  }

  private static GroupSettings of(io.openons.broker.core.group.GroupSettings core) {
    return new GroupSettings(core.ordered(), core.maxAttempts(), core.backoff());
  }

  io.openons.broker.core.group.GroupSettings inCore() {
    return new io.openons.broker.core.group.GroupSettings(ordered, maxAttempts, backoff);
  }
}
