package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The consumer of the surface. */
public final class OnsConsumer extends ClusteringClient implements Consumer {
  /** A consumer that is not started. */
  public OnsConsumer(ConsumerConfig config, Supplier<ClientRuntime> runtime) {
    super(config, ConsumerKind.SINGLE, runtime);
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageListener listener) {
    subscribe(topic, MessageSelector.byTag(subExpression), listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageListener listener) {
    subscribe(Subscription.of(topic, selector, listener, listenerCalls()::single));
  }

  /** Subscribes a topic whose messages are fetched from an inbox, in place of a listener. */
  public void subscribe(String topic, MessageSelector selector, Inbox inbox) {
    subscribe(Subscription.of(topic, selector, listenerCalls().inbox(inbox)));
  }
}
