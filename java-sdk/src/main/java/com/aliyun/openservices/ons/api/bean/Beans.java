package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ExpressionType;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What all beans do alike. They have no common base: of a base that programs cannot see, reflection
 * finds methods that the compiler made, which tools for beans pass over; and one that they can see
 * would be a supertype that the published beans do not have.
 */
final class Beans {
  private Beans() {}

  static <T> T require(T value, String what) {
    if (value == null) {
      throw new ONSClientException(
          what + " of the bean is null; set it before start", null, ErrorCode.INVALID_PROPERTY);
    }
    return value;
  }

  static <T> T started(T delegate) {
    if (delegate == null) {
      throw new ONSClientException(
          "the bean is not started; call start() first", null, ErrorCode.CLIENT_NOT_STARTED);
    }
    return delegate;
  }

  static <L> void subscribeAll(Map<Subscription, L> table, BiConsumer<Subscription, L> subscribe) {
    require(table, "the subscription table").forEach(subscribe);
  }

  /** The selector of a subscription; a missing type means tags. */
  static MessageSelector selector(Subscription subscription) {
    String type = subscription.getType();
    if (type == null || type.isBlank() || type.strip().equals(ExpressionType.TAG.name())) {
      return MessageSelector.byTag(subscription.getExpression());
    }
    if (type.strip().equals(ExpressionType.SQL92.name())) {
      return MessageSelector.bySql(subscription.getExpression());
    }
    throw new ONSClientException(
        "the type '" + type + "' of " + subscription + " is not known; give TAG or SQL92",
        null,
        ErrorCode.ILLEGAL_FILTER_EXPRESSION);
  }
}
