package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.BroadcastEngine.Subscribed;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Lifecycle;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The consumer of the surface when every consumer of the group gets every message. */
public final class OnsBroadcastConsumer implements Consumer {
  private final BroadcastConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final Lifecycle<BroadcastEngine> lifecycle = new Lifecycle<>("the consumer");
  private final Map<String, Subscribed> subscriptions = new ConcurrentHashMap<>();
  private final RateLimits limits = new RateLimits();
  private final Object subscribing = new Object();
  private volatile Credentials credentials;
  private OffsetStore store;

  /** A consumer that is not started. */
  public OnsBroadcastConsumer(BroadcastConfig config, Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.runtime = runtime;
    this.credentials = config.consumer().client().credentials();
    this.store = new FileOffsetStore(config);
  }

  @Override
  public void start() {
    synchronized (subscribing) {
      lifecycle.start(
          () ->
              BroadcastEngine.open(
                  config.consumer(), credentials, store, subscriptions.values(), runtime));
    }
  }

  @Override
  public void shutdown() {
    lifecycle.close(BroadcastEngine::close);
  }

  @Override
  public boolean isStarted() {
    return lifecycle.isStarted();
  }

  @Override
  public boolean isClosed() {
    return lifecycle.isClosed();
  }

  @Override
  public void updateCredential(Properties credentialProperties) {
    credentials = Credentials.from(credentialProperties);
    BroadcastEngine engine = lifecycle.runningOrNull();
    if (engine != null) {
      engine.credentials(credentials);
    }
  }

  @Override
  public void setOffsetStore(OffsetStore offsetStore) {
    requireNotNull(offsetStore, "the offset store");
    synchronized (subscribing) {
      if (lifecycle.isStarted() || lifecycle.isClosed()) {
        throw new ONSClientException(
            "the offset store must be set before start()", null, ErrorCode.INVALID_ARGUMENT);
      }
      store = offsetStore;
    }
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageListener listener) {
    subscribe(topic, MessageSelector.byTag(subExpression), listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageListener listener) {
    requireNotNull(topic, "the topic");
    requireNotNull(listener, "the listener of topic " + topic);
    subscribe(
        new Subscribed(
            topic, Subscription.filter(topic, selector), limits.limited(topic, listener), null));
  }

  /** Subscribes a topic whose messages are fetched from an inbox, in place of a listener. */
  public void subscribe(String topic, MessageSelector selector, Inbox inbox) {
    requireNotNull(topic, "the topic");
    requireNotNull(inbox, "the inbox of topic " + topic);
    subscribe(
        new Subscribed(
            topic, Subscription.filter(topic, selector), null, limits.limited(topic, inbox)));
  }

  private void subscribe(Subscribed subscribed) {
    synchronized (subscribing) {
      BroadcastEngine engine =
          lifecycle.isClosed() ? lifecycle.running() : lifecycle.runningOrNull();
      if (engine != null) {
        engine.subscribe(subscribed);
      }
      subscriptions.put(subscribed.topic(), subscribed);
    }
  }

  @Override
  public void unsubscribe(String topic) {
    synchronized (subscribing) {
      BroadcastEngine engine = lifecycle.runningOrNull();
      if (topic != null && subscriptions.remove(topic) != null && engine != null) {
        engine.unsubscribe(topic);
      }
    }
  }

  @Override
  public void rateLimit(String topic, double permitsPerSecond) {
    limits.limit(topic, permitsPerSecond);
  }

  private static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
