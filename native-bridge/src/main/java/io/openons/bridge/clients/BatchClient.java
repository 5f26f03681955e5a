package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.consumer.push.OnsBatchConsumer;
import io.openons.client.runtime.ClientRuntime;
import java.util.Properties;

/** A batch consumer. */
public final class BatchClient extends ListenerClient {
  private final OnsBatchConsumer consumer;

  public BatchClient(Properties properties, Callbacks callbacks) {
    super("a batch consumer", callbacks);
    this.consumer =
        new OnsBatchConsumer(
            ConsumerConfig.from(ClientKind.BATCH_CONSUMER, properties), ClientRuntime::shared);
  }

  @Override
  Admin admin() {
    return consumer;
  }

  @Override
  void listen(String topic, MessageSelector selector, Listening listening) {
    requireNotStarted("subscribing a batch consumer");
    BatchMessageListener listener =
        (messages, context) ->
            listening.consume(messages) ? Action.CommitMessage : Action.ReconsumeLater;
    consumer.subscribe(topic, selector, listener);
  }

  @Override
  void listen(String topic, MessageSelector selector, LaterListener later) {
    requireNotStarted("subscribing a batch consumer");
    consumer.subscribe(topic, selector, later);
  }

  @Override
  void end(String topic) {
    consumer.unsubscribe(topic);
  }
}
