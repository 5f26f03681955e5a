package io.openons.broker.server.http.admin.view;

import io.openons.broker.core.admin.RuntimeSettings;
import java.time.Duration;

/**
 * Settings that hold until the broker ends.
 *
 * @param autoCreate whether a topic or a group is made when it is first used
 * @param queuesOfNewTopics queues of a topic that is made on first use
 * @param retentionHours how long messages are kept
 */
public record SettingsJson(Boolean autoCreate, Integer queuesOfNewTopics, Integer retentionHours) {
  /** Shows the settings. */
  public static SettingsJson of(RuntimeSettings settings) {
    return new SettingsJson(
        settings.autoCreate(), settings.queuesOfNewTopics(), (int) settings.retention().toHours());
  }

  /**
   * Returns settings that are as these say, and else as before.
   *
   * @throws io.openons.broker.core.api.BrokerException when one of them is not allowed
   */
  public RuntimeSettings over(RuntimeSettings before) {
    return new RuntimeSettings(
        autoCreate == null ? before.autoCreate() : autoCreate,
        queuesOfNewTopics == null ? before.queuesOfNewTopics() : queuesOfNewTopics,
        retentionHours == null ? before.retention() : Duration.ofHours(retentionHours));
  }
}
