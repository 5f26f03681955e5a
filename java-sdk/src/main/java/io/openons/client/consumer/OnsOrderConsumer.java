package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The ordered consumer of the surface. */
public final class OnsOrderConsumer extends ClusteringClient implements OrderConsumer {
  /** A consumer that is not started. */
  public OnsOrderConsumer(ConsumerConfig config, Supplier<ClientRuntime> runtime) {
    super(config, ConsumerKind.ORDERED, runtime);
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageOrderListener listener) {
    subscribe(topic, MessageSelector.byTag(subExpression), listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageOrderListener listener) {
    subscribe(Subscription.of(topic, selector, listener, listenerCalls()::ordered));
  }

  /** Subscribes a topic whose messages are fetched from an inbox, in place of a listener. */
  public void subscribe(String topic, MessageSelector selector, Inbox inbox) {
    subscribe(Subscription.of(topic, selector, listenerCalls().orderedInbox(inbox)));
  }
}
