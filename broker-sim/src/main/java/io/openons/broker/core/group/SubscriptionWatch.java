package io.openons.broker.core.group;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Texts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the clients of a group want different messages of a topic. Each message goes to one
 * of them, so those that it does not want are lost to the others: almost always a mistake, and a
 * hard one to find. Safe on any thread.
 */
public final class SubscriptionWatch {
  /** Clients that are watched; more are not. Ours. */
  static final int MAX_CLIENTS = 10_000;

  /** Milliseconds between two log lines about the same group and topic: 1 minute. */
  static final long LOG_INTERVAL = 60_000;

  private static final Logger log = LoggerFactory.getLogger(SubscriptionWatch.class);

  private final ResourceName group;
  private final ResourceName topic;
  private final LongSupplier elapsed;
  private final Map<String, String> expressionOfClient = new HashMap<>();
  private final Map<String, Set<String>> clientsOfExpression = new LinkedHashMap<>();
  private long logAgainAt = Long.MIN_VALUE;

  SubscriptionWatch(ResourceName group, ResourceName topic, LongSupplier elapsed) {
    this.group = group;
    this.topic = topic;
    this.elapsed = elapsed;
  }

  /** Notes what a client wants, and logs when another one wants something else. */
  synchronized void seen(String clientId, String expression) {
    String before = expressionOfClient.get(clientId);
    if (expression.equals(before) || before == null && expressionOfClient.size() == MAX_CLIENTS) {
      return;
    }
    gone(clientId);
    expressionOfClient.put(clientId, expression);
    clientsOfExpression.computeIfAbsent(expression, absent -> new LinkedHashSet<>()).add(clientId);
    if (clientsOfExpression.size() > 1 && elapsed.getAsLong() >= logAgainAt) {
      logAgainAt = elapsed.getAsLong() + LOG_INTERVAL;
      log(clientId, expression);
    }
  }

  private void log(String clientId, String expression) {
    String other =
        clientsOfExpression.keySet().stream()
            .filter(each -> !each.equals(expression))
            .findFirst()
            .orElseThrow();
    log.warn(
        "{} different subscriptions in group {} to topic {}: client {} wants '{}', client {} wants '{}';"
            + " messages that one of them gets and does not want are lost to the other",
        clientsOfExpression.size(),
        group,
        topic,
        clientId,
        Texts.shorten(expression),
        clientsOfExpression.get(other).iterator().next(),
        Texts.shorten(other));
  }

  synchronized void gone(String clientId) {
    String expression = expressionOfClient.remove(clientId);
    if (expression != null) {
      clientsOfExpression.computeIfPresent(
          expression,
          (key, clients) -> clients.remove(clientId) && clients.isEmpty() ? null : clients);
    }
  }

  /** Returns what each client wants, by client id. */
  public synchronized Map<String, String> byClient() {
    return Map.copyOf(expressionOfClient);
  }
}
