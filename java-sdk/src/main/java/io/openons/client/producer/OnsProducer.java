package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.SendResult;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** The producer of the surface. */
public final class OnsProducer extends ProducerClient implements Producer {
  private volatile ExecutorService callbackExecutor;

  /** A producer that is not started. */
  public OnsProducer(ProducerConfig config, Supplier<ClientRuntime> runtime) {
    super(config, runtime, null);
  }

  @Override
  public SendResult send(Message message) {
    return running().send(message);
  }

  @Override
  public void sendOneway(Message message) {
    running().sendOneway(message);
  }

  @Override
  public void sendAsync(Message message, SendCallback sendCallback) {
    requireNotNull(sendCallback, "the callback");
    running().sendAsync(message, sendCallback, callbackExecutor);
  }

  @Override
  public List<SendOutcome> sendBatch(List<Message> messages) {
    requireNotNull(messages, "the list of messages");
    return running().sendBatch(messages);
  }

  @Override
  public CompletableFuture<List<SendOutcome>> sendBatchAsync(List<Message> messages) {
    requireNotNull(messages, "the list of messages");
    return running().sendBatchAsync(messages, callbackExecutor);
  }

  @Override
  public void setCallbackExecutor(ExecutorService callbackExecutor) {
    requireNotNull(callbackExecutor, "the callback executor");
    this.callbackExecutor = callbackExecutor;
  }

  @Override
  public String recall(String topic, String recallHandle) {
    requireNotNull(topic, "the topic");
    requireNotNull(recallHandle, "the recall handle");
    return running().recall(topic, recallHandle);
  }
}
