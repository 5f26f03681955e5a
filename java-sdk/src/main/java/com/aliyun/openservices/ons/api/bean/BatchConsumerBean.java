package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import java.util.Map;
import java.util.Properties;

/** A {@link BatchConsumer} as a bean; {@code start} subscribes what the table has. */
public class BatchConsumerBean implements BatchConsumer {
  private Properties properties;
  private Map<Subscription, BatchMessageListener> subscriptionTable;
  private volatile BatchConsumer delegate;

  /** A bean without properties and subscriptions. */
  public BatchConsumerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      BatchConsumer made =
          ONSFactory.createBatchConsumer(Beans.require(properties, "the property properties"));
      Beans.subscribeAll(
          subscriptionTable,
          (subscription, listener) ->
              made.subscribe(subscription.getTopic(), subscription.getExpression(), listener));
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

  private BatchConsumer started() {
    return Beans.started(delegate);
  }

  @Override
  public void subscribe(String topic, String subExpression, BatchMessageListener listener) {
    started().subscribe(topic, subExpression, listener);
  }

  @Override
  public void unsubscribe(String topic) {
    started().unsubscribe(topic);
  }

  /** Which listener gets what. */
  public Map<Subscription, BatchMessageListener> getSubscriptionTable() {
    return subscriptionTable;
  }

  /** Sets which listener gets what; read by the first {@link #start()}. */
  public void setSubscriptionTable(Map<Subscription, BatchMessageListener> subscriptionTable) {
    this.subscriptionTable = subscriptionTable;
  }
}
