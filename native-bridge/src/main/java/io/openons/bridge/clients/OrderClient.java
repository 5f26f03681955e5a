package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.consumer.push.OnsOrderConsumer;
import io.openons.client.runtime.ClientRuntime;
import java.util.List;
import java.util.Properties;

/** An ordered consumer. */
public final class OrderClient extends ListenerClient {
  private final OnsOrderConsumer consumer;

  public OrderClient(Properties properties, Callbacks callbacks) {
    super("an ordered consumer", callbacks);
    this.consumer =
        new OnsOrderConsumer(
            ConsumerConfig.from(ClientKind.ORDER_CONSUMER, properties), ClientRuntime::shared);
  }

  @Override
  Admin admin() {
    return consumer;
  }

  @Override
  void listen(String topic, MessageSelector selector, Listening listening) {
    requireNotStarted("subscribing an ordered consumer");
    MessageOrderListener listener =
        (message, context) ->
            listening.consume(List.of(message)) ? OrderAction.Success : OrderAction.Suspend;
    consumer.subscribe(topic, selector, listener);
  }

  @Override
  void listen(String topic, MessageSelector selector, LaterListener later) {
    requireNotStarted("subscribing an ordered consumer");
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
