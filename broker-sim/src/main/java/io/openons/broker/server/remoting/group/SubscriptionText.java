package io.openons.broker.server.remoting.group;

import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;

/** Which messages of a topic a client wants, as a text. */
public final class SubscriptionText {
  private SubscriptionText() {}

  /**
   * Reads a filter.
   *
   * @param type {@code TAG}, which null means too, or {@code SQL92}
   * @throws io.openons.broker.core.api.BrokerException when it cannot be understood
   */
  public static Filter of(String type, String text) {
    String expression = text == null ? "" : text;
    return "SQL92".equals(type) ? SqlFilter.parse(expression) : TagFilter.parse(expression);
  }
}
