package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.Properties;

/** A {@link OrderProducer} as a bean. */
public class OrderProducerBean implements OrderProducer {
  private Properties properties;
  private volatile OrderProducer delegate;

  /** A bean without properties. */
  public OrderProducerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      delegate =
          ONSFactory.createOrderProducer(Beans.require(properties, "the property properties"));
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

  private OrderProducer started() {
    return Beans.started(delegate);
  }

  @Override
  public SendResult send(Message message, String shardingKey) {
    return started().send(message, shardingKey);
  }
}
