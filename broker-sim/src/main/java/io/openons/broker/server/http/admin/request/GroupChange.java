package io.openons.broker.server.http.admin.request;

import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.server.http.call.Problem;
import java.time.Duration;
import java.util.List;

/**
 * How a consumer group is to be; what is null is as usual.
 *
 * @param ordered whether its clients consume in order
 * @param maxAttempts deliveries until a message is a dead letter
 * @param backoffMs how long a message waits for its next delivery, attempt by attempt, in ms
 */
public record GroupChange(Boolean ordered, Integer maxAttempts, List<Long> backoffMs) {
  /**
   * Returns the settings.
   *
   * @throws io.openons.broker.core.api.BrokerException when one of them is not allowed
   */
  public GroupSettings settings() {
    GroupSettings usual = GroupSettings.DEFAULT;
    if (backoffMs != null && backoffMs.contains(null)) {
      throw Problem.badRequest("'backoffMs' has a null; write milliseconds");
    }
    return new GroupSettings(
        ordered == null ? usual.ordered() : ordered,
        maxAttempts == null ? usual.maxAttempts() : maxAttempts,
        backoffMs == null ? usual.backoff() : backoffMs.stream().map(Duration::ofMillis).toList());
  }
}
