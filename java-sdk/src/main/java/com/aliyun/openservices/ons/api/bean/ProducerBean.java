package com.aliyun.openservices.ons.api.bean;

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
public class ProducerBean extends ClientBean<Producer> implements Producer {
  /** A bean without properties. */
  public ProducerBean() {}

  @Override
  Producer make(Properties properties) {
    return ONSFactory.createProducer(properties);
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
