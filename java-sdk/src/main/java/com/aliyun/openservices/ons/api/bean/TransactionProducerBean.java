package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import java.util.Properties;

/** A {@link TransactionProducer} as a bean. */
public class TransactionProducerBean implements TransactionProducer {
  private Properties properties;
  private LocalTransactionChecker localTransactionChecker;
  private volatile TransactionProducer delegate;

  /** A bean without properties. */
  public TransactionProducerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      delegate =
          ONSFactory.createTransactionProducer(
              Beans.require(properties, "the property properties"), localTransactionChecker);
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

  private TransactionProducer started() {
    return Beans.started(delegate);
  }

  @Override
  public SendResult send(Message message, LocalTransactionExecuter executer, Object arg) {
    return started().send(message, executer, arg);
  }

  /** The checker, or null. */
  public LocalTransactionChecker getLocalTransactionChecker() {
    return localTransactionChecker;
  }

  /** Sets the checker; read by the first {@link #start()}. */
  public void setLocalTransactionChecker(LocalTransactionChecker localTransactionChecker) {
    this.localTransactionChecker = localTransactionChecker;
  }
}
