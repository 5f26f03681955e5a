package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
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
    listen(topic, selector, listener);
  }

  /** Subscribes a topic with a listener that answers later. */
  public void subscribe(String topic, MessageSelector selector, LaterListener listener) {
    listenLater(topic, selector, listener, false);
  }
}
