package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.consumer.listen.LaterListener;
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
    listenInBatches(topic, selector, listener);
  }

  /** Subscribes a topic with a listener that answers later. */
  public void subscribe(String topic, MessageSelector selector, LaterListener listener) {
    listenLater(topic, selector, listener, false);
  }
}
