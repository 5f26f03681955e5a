package io.openons.broker.core.admin;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.topic.TopicSettings;
import java.time.Duration;

/**
 * Settings that operators change while the broker runs; the next start takes its own again.
 *
 * @param autoCreate whether topics and groups are made when they are first named
 * @param queuesOfNewTopics queues of a topic that is made so, 1 to {@link TopicSettings#MAX_QUEUES}
 * @param retention how long messages are kept, 1 hour or more
 */
public record RuntimeSettings(boolean autoCreate, int queuesOfNewTopics, Duration retention) {
  /** Checks the numbers. */
  public RuntimeSettings {
    TopicSettings.open(queuesOfNewTopics);
    if (retention.compareTo(Duration.ofHours(1)) < 0) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "messages would be kept for %s; keep them for an hour or more".formatted(retention));
    }
  }
}
