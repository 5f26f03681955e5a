package io.openons.broker.core.group;

import io.openons.broker.core.api.ResourceName;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the clients of a group want different messages of a topic. Each message goes to one
 * of them, so those that it does not want are lost to the others: almost always a mistake, and a
 * hard one to find. Safe on any thread.
 */
public final class SubscriptionWatch {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionWatch.class);

  private final ResourceName group;
  private final ResourceName topic;
  private final Map<String, String> expressionOfClient = new TreeMap<>();

  SubscriptionWatch(ResourceName group, ResourceName topic) {
    this.group = group;
    this.topic = topic;
  }

  /** Notes what a client wants, and logs each client that wants something else than another one. */
  synchronized void seen(String clientId, String expression) {
    if (expression.equals(expressionOfClient.put(clientId, expression))) {
      return;
    }
    expressionOfClient.entrySet().stream()
        .filter(other -> !other.getValue().equals(expression))
        .findFirst()
        .ifPresent(
            other ->
                log.warn(
                    "different subscriptions in group {} to topic {}: client {} wants '{}', client {} wants '{}';"
                        + " messages that one of them gets and does not want are lost to the other",
                    group,
                    topic,
                    clientId,
                    expression,
                    other.getKey(),
                    other.getValue()));
  }

  synchronized void gone(String clientId) {
    expressionOfClient.remove(clientId);
  }

  /** Returns what each client wants, by client id. */
  public synchronized Map<String, String> byClient() {
    return Map.copyOf(expressionOfClient);
  }
}
