package io.openons.client.consumer.broadcast;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.listen.ConsumerClient;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.consumer.listen.RunningConsumer;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.runtime.ClientRuntime;
import java.util.Map;
import java.util.function.Supplier;

/** The consumer of the surface when every consumer of the group gets every message. */
public final class OnsBroadcastConsumer extends ConsumerClient implements Consumer {
  private final BroadcastConfig config;
  private final Supplier<ClientRuntime> runtime;
  private OffsetStore store;

  /** A consumer that is not started. */
  public OnsBroadcastConsumer(BroadcastConfig config, Supplier<ClientRuntime> runtime) {
    super(config.consumer().client());
    this.config = config;
    this.runtime = runtime;
    this.store = new FileOffsetStore(config);
  }

  @Override
  protected RunningConsumer open(
      Credentials credentials, Map<String, Subscription> subscriptions, Map<String, Double> rates) {
    return BroadcastEngine.open(
        config.consumer(), credentials, store, subscriptions, rates, runtime);
  }

  @Override
  public void setOffsetStore(OffsetStore offsetStore) {
    if (offsetStore == null) {
      throw new ONSClientException("the offset store is null", null, ErrorCode.INVALID_ARGUMENT);
    }
    beforeStart("the offset store", () -> store = offsetStore);
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
