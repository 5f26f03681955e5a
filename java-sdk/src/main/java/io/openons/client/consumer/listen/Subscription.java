package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.ExpressionType;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.FilterType;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which messages of a topic go where.
 *
 * @param adapter shows them to a listener; null when it answers later
 * @param later takes them, to answer later; null when there is an adapter
 */
public record Subscription(
    String topic, FilterExpression filter, ListenerAdapter adapter, LaterListener later) {
  private static final String ALL = "*";
  private static final Pattern OR = Pattern.compile("\\|\\|");

  /**
   * A subscription.
   *
   * @param selector null selects everything
   * @param calls makes the adapter of a listener
   */
  public static <L> Subscription of(
      String topic, MessageSelector selector, L listener, Function<L, ListenerAdapter> calls) {
    requireNotNull(topic, "the topic");
    requireNotNull(listener, "the listener of topic " + topic);
    return new Subscription(topic, filter(topic, selector), calls.apply(listener), null);
  }

  /** A subscription with a listener that answers later; a null selector selects everything. */
  public static Subscription of(String topic, MessageSelector selector, LaterListener later) {
    requireNotNull(topic, "the topic");
    requireNotNull(later, "the listener of topic " + topic);
    return new Subscription(topic, filter(topic, selector), null, later);
  }

  /** Which messages of a topic a selector means. */
  public static FilterExpression filter(String topic, MessageSelector selector) {
    FilterExpression.Builder filter = FilterExpression.newBuilder().setType(FilterType.TAG);
    if (selector == null) {
      return filter.setExpression(ALL).build();
    }
    String expression = selector.getSubExpression();
    if (selector.getType() == ExpressionType.TAG) {
      return filter.setExpression(normal(topic, expression)).build();
    }
    if (expression == null || expression.isBlank()) {
      throw new ONSClientException(
          "topic " + topic + ": the SQL condition is empty; give one, or select by the tag *",
          null,
          ErrorCode.ILLEGAL_FILTER_EXPRESSION);
    }
    return filter.setType(FilterType.SQL).setExpression(expression.strip()).build();
  }

  private static String normal(String topic, String expression) {
    if (expression == null || expression.isBlank() || expression.strip().equals(ALL)) {
      return ALL;
    }
    return Arrays.stream(OR.split(expression, -1))
        .map(String::strip)
        .peek(tag -> requireTag(topic, expression, tag))
        .collect(Collectors.joining("||"));
  }

  private static void requireTag(String topic, String expression, String tag) {
    if (tag.isEmpty() || tag.contains("|")) {
      throw new ONSClientException(
          "topic "
              + topic
              + ": the expression '"
              + expression
              + "' is not a list of tags; give *, or tags joined by ||",
          null,
          ErrorCode.ILLEGAL_FILTER_EXPRESSION);
    }
  }

  private static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
