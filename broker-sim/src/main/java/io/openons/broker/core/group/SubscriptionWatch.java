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
  /** Different subscriptions that are watched; clients of further ones are not. Ours. */
  static final int MAX_EXPRESSIONS = 16;

  /** Characters of an expression that are kept. Ours. */
  private static final int MAX_KEPT = 128;

  /** Milliseconds between two log lines about the same group and topic: 1 minute. */
  static final long LOG_INTERVAL = 60_000;

  private static final Logger log = LoggerFactory.getLogger(SubscriptionWatch.class);

  private static final class Wanting {
    final String expression;
    final Set<String> clients = new LinkedHashSet<>(1);

    Wanting(String expression) {
      this.expression = expression;
    }
  }

  private final ResourceName group;
  private final ResourceName topic;
  private final LongSupplier elapsed;
  private final Map<String, String> expressionOfClient = new HashMap<>();
  private final Map<String, Wanting> clientsOfExpression = new LinkedHashMap<>();
  private long logAgainAt = Long.MIN_VALUE;

  SubscriptionWatch(ResourceName group, ResourceName topic, LongSupplier elapsed) {
    this.group = group;
    this.topic = topic;
    this.elapsed = elapsed;
  }

  /** Notes what a client wants, and logs when another one wants something else. */
  synchronized void seen(String clientId, String whole) {
    String expression = kept(whole);
    String before = expressionOfClient.get(clientId);
    if (expression.equals(before)) {
      return;
    }
    gone(clientId);
    if (!clientsOfExpression.containsKey(expression)
        && clientsOfExpression.size() == MAX_EXPRESSIONS) {
      return;
    }
    Wanting wanting = clientsOfExpression.computeIfAbsent(expression, Wanting::new);
    wanting.clients.add(clientId);
    // All who want the same share one text.
    expressionOfClient.put(clientId, wanting.expression);
    if (clientsOfExpression.size() > 1 && elapsed.getAsLong() >= logAgainAt) {
      logAgainAt = elapsed.getAsLong() + LOG_INTERVAL;
      log(clientId, expression);
    }
  }

  /** A long expression is kept by its beginning and a number that few others have. */
  private static String kept(String expression) {
    return expression.length() <= MAX_KEPT
        ? expression
        : "%s... (%d characters, %08x)"
            .formatted(
                expression.substring(0, MAX_KEPT), expression.length(), expression.hashCode());
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
        clientsOfExpression.get(other).clients.iterator().next(),
        Texts.shorten(other));
  }

  synchronized void gone(String clientId) {
    String expression = expressionOfClient.remove(clientId);
    if (expression != null) {
      clientsOfExpression.computeIfPresent(
          expression,
          (key, wanting) ->
              wanting.clients.remove(clientId) && wanting.clients.isEmpty() ? null : wanting);
    }
  }

  /** Returns what each client wants, by client id; of long expressions the beginning. */
  public synchronized Map<String, String> byClient() {
    return Map.copyOf(expressionOfClient);
  }
}
