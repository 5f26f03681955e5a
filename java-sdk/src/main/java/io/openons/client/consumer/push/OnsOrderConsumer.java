package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
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
    listenInOrder(topic, selector, listener);
  }

  /** Subscribes a topic with a listener that answers later. */
  public void subscribe(String topic, MessageSelector selector, LaterListener listener) {
    listenLater(topic, selector, listener, true);
  }
}
