package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import java.util.Map;
import java.util.Properties;

/** A {@link OrderConsumer} as a bean; {@code start} subscribes what the table has. */
public class OrderConsumerBean implements OrderConsumer {
  private Properties properties;
  private Map<Subscription, MessageOrderListener> subscriptionTable;
  private volatile OrderConsumer delegate;

  /** A bean without properties and subscriptions. */
  public OrderConsumerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      OrderConsumer made =
          ONSFactory.createOrderedConsumer(Beans.require(properties, "the property properties"));
      Beans.subscribeAll(
          subscriptionTable,
          (subscription, listener) ->
              made.subscribe(subscription.getTopic(), Beans.selector(subscription), listener));
      delegate = made;
    }
    delegate.start();
  }

  @Override
  public void updateCredential(Properties credentialProperties) {
    started().updateCredential(credentialProperties);
  }

  /** Ends the client; does nothing when it was never started. */
  @Override
  public void shutdown() {
    if (delegate != null) {
      delegate.shutdown();
    }
  }

  @Override
  public boolean isStarted() {
    return delegate != null && delegate.isStarted();
  }

  @Override
  public boolean isClosed() {
    return !isStarted();
  }

  @Override
  public ClientDescription describe() {
    return started().describe();
  }

  /** The properties. */
  public Properties getProperties() {
    return properties;
  }

  /** Sets the properties; read by the first {@link #start()}. */
  public void setProperties(Properties properties) {
    this.properties = properties;
  }

  private OrderConsumer started() {
    return Beans.started(delegate);
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

  /** Which listener gets what. */
  public Map<Subscription, MessageOrderListener> getSubscriptionTable() {
    return subscriptionTable;
  }

  /** Sets which listener gets what; read by the first {@link #start()}. */
  public void setSubscriptionTable(Map<Subscription, MessageOrderListener> subscriptionTable) {
    this.subscriptionTable = subscriptionTable;
  }
}
