package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.spi.ConsumerInterceptor;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.interception.Interception;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Lifecycle;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What all consumers of the surface that are called have in common. */
abstract class ConsumerClient implements Admin {
  private final ConsumerConfig config;
  private final ConsumerKind kind;
  private final Supplier<ClientRuntime> runtime;
  private final Lifecycle<ConsumerEngine> lifecycle = new Lifecycle<>("the consumer");
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Object subscribing = new Object();
  private volatile Credentials credentials;

  /** A consumer that is not started. */
  ConsumerClient(ConsumerConfig config, ConsumerKind kind, Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.kind = kind;
    this.runtime = runtime;
    this.credentials = config.client().credentials();
  }

  /** How listeners are called. */
  final ListenerCalls listenerCalls() {
    return new ListenerCalls(
        Interception.find(
            ConsumerInterceptor.class, this, config.client(), config.client().group()));
  }

  @Override
  public void start() {
    synchronized (subscribing) {
      lifecycle.start(() -> ConsumerEngine.open(config, kind, credentials, subscriptions, runtime));
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

  final void subscribe(Subscription subscription) {
    String topic = subscription.topic();
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

  /** Ends the subscription of a topic. */
  public void unsubscribe(String topic) {
    synchronized (subscribing) {
      ConsumerEngine engine = lifecycle.runningOrNull();
      if (topic != null && subscriptions.remove(topic) != null && engine != null) {
        engine.unsubscribe(topic);
      }
    }
  }
}
