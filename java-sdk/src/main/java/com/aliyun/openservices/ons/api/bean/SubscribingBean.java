package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.ExpressionType;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A consumer as a bean; its start subscribes the entries of a table.
 *
 * @param <C> the consumer
 * @param <L> its listeners
 */
public abstract class SubscribingBean<C extends Admin, L> extends ClientBean<C> {
  private Map<Subscription, L> subscriptionTable;

  /** A bean without properties and subscriptions. */
  SubscribingBean() {}

  /** Returns which listener gets which messages. */
  public Map<Subscription, L> getSubscriptionTable() {
    return subscriptionTable;
  }

  /** Sets which listener gets which messages; read by the first {@link #start()}. */
  public void setSubscriptionTable(Map<Subscription, L> subscriptionTable) {
    this.subscriptionTable = subscriptionTable;
  }

  final void subscribeAll(BiConsumer<Subscription, L> subscribe) {
    require(subscriptionTable, "the subscription table").forEach(subscribe);
  }

  /** Returns the selector of a subscription; a missing type means tags. */
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
