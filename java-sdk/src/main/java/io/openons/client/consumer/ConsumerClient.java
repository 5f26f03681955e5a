package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.spi.ConsumerInterceptor;
import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.interception.Interception;
import io.openons.client.runtime.Lifecycle;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** What all consumers of the surface that are called have in common. */
abstract class ConsumerClient implements Admin {
  private final ClientConfig config;
  private final Lifecycle<RunningConsumer> lifecycle = new Lifecycle<>("the consumer");
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Map<String, Double> rates = new ConcurrentHashMap<>();
  private final Object subscribing = new Object();
  private volatile Credentials credentials;

  /** A consumer that is not started. */
  ConsumerClient(ClientConfig config) {
    this.config = config;
    this.credentials = config.credentials();
  }

  /**
   * Connects and receives.
   *
   * @param subscriptions the consumer's, which may change while it runs
   * @param rates how often listeners are called, by topic
   */
  abstract RunningConsumer open(
      Credentials credentials, Map<String, Subscription> subscriptions, Map<String, Double> rates);

  /** How listeners are called. */
  final ListenerCalls listenerCalls() {
    return new ListenerCalls(
        Interception.find(ConsumerInterceptor.class, this, config, config.group()));
  }

  @Override
  public void start() {
    synchronized (subscribing) {
      lifecycle.start(() -> open(credentials, subscriptions, rates));
    }
  }

  @Override
  public void shutdown() {
    lifecycle.close(RunningConsumer::close);
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
    RunningConsumer engine = lifecycle.runningOrNull();
    if (engine != null) {
      engine.credentials(credentials);
    }
  }

  final void subscribe(Subscription subscription) {
    String topic = subscription.topic();
    synchronized (subscribing) {
      subscriptions.put(topic, subscription);
      RunningConsumer engine =
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
      RunningConsumer engine = lifecycle.runningOrNull();
      if (topic != null && subscriptions.remove(topic) != null && engine != null) {
        engine.unsubscribe(topic);
      }
    }
  }

  /** Limits how often the listener of a topic is called. */
  public void rateLimit(String topic, double permitsPerSecond) {
    Turns.requireRate(topic, permitsPerSecond);
    synchronized (subscribing) {
      rates.put(topic, permitsPerSecond);
      RunningConsumer engine = lifecycle.runningOrNull();
      if (engine != null) {
        engine.rateLimit(topic, permitsPerSecond);
      }
    }
  }

  /** Runs something that must be done before the start; refuses it, by its name, afterwards. */
  final void beforeStart(String what, Runnable action) {
    synchronized (subscribing) {
      if (lifecycle.isStarted() || lifecycle.isClosed()) {
        throw new ONSClientException(
            what + " must be set before start()", null, ErrorCode.INVALID_ARGUMENT);
      }
      action.run();
    }
  }
}
