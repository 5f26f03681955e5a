package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OffsetStore;
import java.util.Map;
import java.util.Properties;

/** A {@link Consumer} as a bean; {@code start} subscribes what the table has. */
public class ConsumerBean implements Consumer {
  private Properties properties;
  private Map<Subscription, MessageListener> subscriptionTable;
  private OffsetStore offsetStore;
  private volatile Consumer delegate;

  /** A bean without properties and subscriptions. */
  public ConsumerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      Consumer made =
          ONSFactory.createConsumer(Beans.require(properties, "the property properties"));
      Beans.subscribeAll(
          subscriptionTable,
          (subscription, listener) ->
              made.subscribe(subscription.getTopic(), Beans.selector(subscription), listener));
      if (offsetStore != null) {
        made.setOffsetStore(offsetStore);
      }
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

  private Consumer started() {
    return Beans.started(delegate);
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageListener listener) {
    started().subscribe(topic, subExpression, listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageListener listener) {
    started().subscribe(topic, selector, listener);
  }

  @Override
  public void unsubscribe(String topic) {
    started().unsubscribe(topic);
  }

  @Override
  public void rateLimit(String topic, double permitsPerSecond) {
    started().rateLimit(topic, permitsPerSecond);
  }

  /** Sets where a broadcasting consumer keeps its progress; read by the first {@link #start()}. */
  @Override
  public synchronized void setOffsetStore(OffsetStore offsetStore) {
    if (delegate != null) {
      delegate.setOffsetStore(offsetStore);
    }
    this.offsetStore = offsetStore;
  }

  /** Which listener gets what. */
  public Map<Subscription, MessageListener> getSubscriptionTable() {
    return subscriptionTable;
  }

  /** Sets which listener gets what; read by the first {@link #start()}. */
  public void setSubscriptionTable(Map<Subscription, MessageListener> subscriptionTable) {
    this.subscriptionTable = subscriptionTable;
  }
}
