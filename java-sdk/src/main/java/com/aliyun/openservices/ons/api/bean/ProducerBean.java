package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.ClientDescription;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.SendResult;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** A {@link Producer} as a bean. */
public class ProducerBean implements Producer {
  private Properties properties;
  private volatile Producer delegate;

  /** A bean without properties. */
  public ProducerBean() {}

  @Override
  public synchronized void start() {
    if (delegate == null) {
      delegate = ONSFactory.createProducer(Beans.require(properties, "the property properties"));
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

  private Producer started() {
    return Beans.started(delegate);
  }

  @Override
  public SendResult send(Message message) {
    return started().send(message);
  }

  @Override
  public void sendOneway(Message message) {
    started().sendOneway(message);
  }

  @Override
  public void sendAsync(Message message, SendCallback sendCallback) {
    started().sendAsync(message, sendCallback);
  }

  @Override
  public List<SendOutcome> sendBatch(List<Message> messages) {
    return started().sendBatch(messages);
  }

  @Override
  public CompletableFuture<List<SendOutcome>> sendBatchAsync(List<Message> messages) {
    return started().sendBatchAsync(messages);
  }

  @Override
  public void setCallbackExecutor(ExecutorService callbackExecutor) {
    started().setCallbackExecutor(callbackExecutor);
  }

  @Override
  public String recall(String topic, String recallHandle) {
    return started().recall(topic, recallHandle);
  }
}
