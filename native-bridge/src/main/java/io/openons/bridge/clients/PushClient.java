package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.consumer.push.OnsConsumer;
import io.openons.client.runtime.ClientRuntime;
import java.util.List;
import java.util.Properties;

/** A push consumer. */
public final class PushClient extends ListenerClient {
  private final OnsConsumer consumer;

  public PushClient(Properties properties, Callbacks callbacks) {
    super("a push consumer", callbacks);
    this.consumer =
        new OnsConsumer(
            ConsumerConfig.from(ClientKind.CONSUMER, properties), ClientRuntime::shared);
  }

  /** A listener of the SDK's for one of native code's. */
  static MessageListener listener(Listening listening) {
    return (message, context) ->
        listening.consume(List.of(message)) ? Action.CommitMessage : Action.ReconsumeLater;
  }

  @Override
  Admin admin() {
    return consumer;
  }

  @Override
  void listen(String topic, MessageSelector selector, Listening listening) {
    consumer.subscribe(topic, selector, listener(listening));
  }

  @Override
  void listen(String topic, MessageSelector selector, LaterListener later) {
    consumer.subscribe(topic, selector, later);
  }

  @Override
  void end(String topic) {
    consumer.unsubscribe(topic);
  }

  @Override
  public void rateLimit(String topic, double perSecond) {
    consumer.rateLimit(topic, perSecond);
  }
}
