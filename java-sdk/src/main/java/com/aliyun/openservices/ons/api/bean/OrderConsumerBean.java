package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import java.util.Properties;

/** A {@link OrderConsumer} as a bean; {@code start} subscribes what the table has. */
public class OrderConsumerBean extends SubscribingBean<OrderConsumer, MessageOrderListener>
    implements OrderConsumer {
  /** A bean without properties and subscriptions. */
  public OrderConsumerBean() {}

  @Override
  OrderConsumer make(Properties properties) {
    OrderConsumer made = ONSFactory.createOrderedConsumer(properties);
    subscribeAll(
        (subscription, listener) ->
            made.subscribe(subscription.getTopic(), selector(subscription), listener));
    return made;
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageOrderListener listener) {
    started().subscribe(topic, subExpression, listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageOrderListener listener) {
    started().subscribe(topic, selector, listener);
  }

  @Override
  public void rateLimit(String topic, double permitsPerSecond) {
    started().rateLimit(topic, permitsPerSecond);
  }
}
