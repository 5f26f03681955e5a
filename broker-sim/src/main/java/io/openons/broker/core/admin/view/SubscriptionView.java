package io.openons.broker.core.admin.view;

import io.openons.broker.core.api.ResourceName;
import java.util.List;
import java.util.Map;

/**
 * How the clients of a group that live subscribe to a topic, for operators.
 *
 * @param topic the topic
 * @param clients the clients by their filter expressions; of long expressions the beginning
 * @param without clients of the group that do not subscribe to the topic
 */
public record SubscriptionView(
    ResourceName topic, Map<String, List<String>> clients, List<String> without) {
  /**
   * Returns whether the clients want different messages. Each message goes to one of them, so those
   * that it does not want are lost to the others.
   */
  public boolean isContradictory() {
    return clients.size() > 1 || !without.isEmpty();
  }
}
