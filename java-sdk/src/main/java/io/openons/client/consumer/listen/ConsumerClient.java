package io.openons.client.consumer.listen;

import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.batch.BatchMessageListener;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.spi.ConsumerInterceptor;
import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.interception.Interception;
import io.openons.client.session.Client;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A consumer of the surface that calls listeners. */
public abstract class ConsumerClient extends Client<RunningConsumer> {
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Map<String, Double> rates = new ConcurrentHashMap<>();
  private final Object subscribing = new Object();

  /** A consumer that is not started. */
  protected ConsumerClient(ClientConfig config) {
    super(config);
  }

  /**
   * Connects and receives.
   *
   * @param subscriptions the consumer's, which may change while it runs
   * @param rates how often listeners are called, by topic
   */
  protected abstract RunningConsumer open(
      Credentials credentials, Map<String, Subscription> subscriptions, Map<String, Double> rates);

  private ListenerCalls calls() {
    return new ListenerCalls(
        Interception.find(ConsumerInterceptor.class, this, config(), config().group()));
  }

  /** Subscribes a topic; its messages go to the listener one by one. */
  protected final void listen(String topic, MessageSelector selector, MessageListener listener) {
    subscribe(Subscription.of(topic, selector, listener, calls()::single));
  }

  /** Subscribes a topic; its messages go to the listener many at a time. */
  protected final void listenInBatches(
      String topic, MessageSelector selector, BatchMessageListener listener) {
    subscribe(Subscription.of(topic, selector, listener, calls()::batch));
  }

  /** Subscribes a topic; its messages go to the listener in the order of their sharding keys. */
  protected final void listenInOrder(
      String topic, MessageSelector selector, MessageOrderListener listener) {
    subscribe(Subscription.of(topic, selector, listener, calls()::ordered));
  }

  /**
   * Subscribes a topic; its messages go to a listener that answers later.
   *
   * @param ordered whether interceptors see answers of the ordered kind
   */
  protected final void listenLater(
      String topic, MessageSelector selector, LaterListener listener, boolean ordered) {
    subscribe(
        Subscription.of(
            topic, selector, ordered ? calls().orderedLater(listener) : calls().later(listener)));
  }

  @Override
  protected final RunningConsumer open(Credentials credentials) {
    return open(credentials, subscriptions, rates);
  }

  @Override
  public void start() {
    synchronized (subscribing) {
      super.start();
    }
  }

  private void subscribe(Subscription subscription) {
    String topic = subscription.topic();
    synchronized (subscribing) {
      subscriptions.put(topic, subscription);
      RunningConsumer engine = isShutDown() ? running() : runningOrNull();
      if (engine == null) {
        return;
      }
      try {
        engine.subscribe(subscription);
      } catch (RuntimeException | Error refused) {
        subscriptions.remove(topic);
        engine.unsubscribe(topic);
        throw refused;
      }
    }
  }

  /** Ends the subscription of a topic. */
  public void unsubscribe(String topic) {
    synchronized (subscribing) {
      RunningConsumer engine = runningOrNull();
      if (topic != null && subscriptions.remove(topic) != null && engine != null) {
        engine.unsubscribe(topic);
      }
    }
  }

  /** Limits how often the listener of a topic is called. */
  public void rateLimit(String topic, double permitsPerSecond) {
    RateLimiter.requireRate(topic, permitsPerSecond);
    synchronized (subscribing) {
      rates.put(topic, permitsPerSecond);
      RunningConsumer engine = runningOrNull();
      if (engine != null) {
        engine.rateLimit(topic, permitsPerSecond);
      }
    }
  }

  /** Runs something that must be done before the start; refuses it, by its name, afterwards. */
  protected final void beforeStart(String what, Runnable action) {
    synchronized (subscribing) {
      if (isStarted() || isShutDown()) {
        throw new ONSClientException(
            what + " must be set before start()", null, ErrorCode.INVALID_ARGUMENT);
      }
      action.run();
    }
  }
}
