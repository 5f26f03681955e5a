package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import java.util.function.Supplier;

/** The batch consumer of the surface. */
public final class OnsBatchConsumer extends ClusteringClient implements BatchConsumer {
  /** A consumer that is not started. */
  public OnsBatchConsumer(ConsumerConfig config, Supplier<ClientRuntime> runtime) {
    super(config, ConsumerKind.BATCH, runtime);
  }

  @Override
  public void subscribe(String topic, String subExpression, BatchMessageListener listener) {
    subscribe(topic, MessageSelector.byTag(subExpression), listener);
  }

  /** Subscribes a topic by a selector. */
  public void subscribe(String topic, MessageSelector selector, BatchMessageListener listener) {
    subscribe(Subscription.of(topic, selector, listener, listenerCalls()::batch));
  }

  /** Subscribes a topic whose messages are fetched from an inbox, in place of a listener. */
  public void subscribe(String topic, MessageSelector selector, Inbox inbox) {
    subscribe(Subscription.of(topic, selector, listenerCalls().inbox(inbox)));
  }
}
