package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.ExpressionType;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.FilterType;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which messages of a topic go to which listener. */
record Subscription(String topic, FilterExpression filter, MessageListener listener) {
  private static final String ALL = "*";
  private static final Pattern OR = Pattern.compile("\\|\\|");

  static Subscription of(String topic, MessageSelector selector, MessageListener listener) {
    requireNotNull(topic, "the topic");
    requireNotNull(listener, "the listener of topic " + topic);
    if (selector != null && selector.getType() != ExpressionType.TAG) {
      throw new ONSClientException(
          "topic "
              + topic
              + ": selectors of type "
              + selector.getType()
              + " are not supported by this version; select by tag",
          null,
          ErrorCode.FEATURE_NOT_SUPPORTED);
    }
    String expression = selector == null ? ALL : selector.getSubExpression();
    return new Subscription(
        topic,
        FilterExpression.newBuilder()
            .setType(FilterType.TAG)
            .setExpression(normal(topic, expression))
            .build(),
        listener);
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
