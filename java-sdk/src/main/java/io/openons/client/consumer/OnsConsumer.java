package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Lifecycle;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The consumer of the surface. */
public final class OnsConsumer implements Consumer {
  private final ConsumerConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final Lifecycle<ConsumerEngine> lifecycle = new Lifecycle<>("the consumer");
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final RateLimits limits = new RateLimits();
  private final Object subscribing = new Object();
  private volatile Credentials credentials;

  /** A consumer that is not started. */
  public OnsConsumer(ConsumerConfig config, Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.runtime = runtime;
    this.credentials = config.client().credentials();
  }

  @Override
  public void start() {
    synchronized (subscribing) {
      lifecycle.start(() -> ConsumerEngine.open(config, credentials, subscriptions, runtime));
    }
  }

  @Override
  public void shutdown() {
    lifecycle.close(ConsumerEngine::close);
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
    ConsumerEngine engine = lifecycle.runningOrNull();
    if (engine != null) {
      engine.credentials(credentials);
    }
  }

  @Override
  public void subscribe(String topic, String subExpression, MessageListener listener) {
    subscribe(topic, MessageSelector.byTag(subExpression), listener);
  }

  @Override
  public void subscribe(String topic, MessageSelector selector, MessageListener listener) {
    Subscription subscription = Subscription.of(topic, selector, limits.limited(topic, listener));
    synchronized (subscribing) {
      subscriptions.put(topic, subscription);
      ConsumerEngine engine =
          lifecycle.isClosed() ? lifecycle.running() : lifecycle.runningOrNull();
      if (engine == null) {
        return;
      }
      try {
        engine.subscribe(subscription);
      } catch (RuntimeException refused) {
        subscriptions.remove(topic);
        engine.unsubscribe(topic);
        throw refused;
      }
    }
  }

  @Override
  public void unsubscribe(String topic) {
    synchronized (subscribing) {
      ConsumerEngine engine = lifecycle.runningOrNull();
      if (topic != null && subscriptions.remove(topic) != null && engine != null) {
        engine.unsubscribe(topic);
      }
    }
  }

  @Override
  public void rateLimit(String topic, double permitsPerSecond) {
    limits.limit(topic, permitsPerSecond);
  }
}
