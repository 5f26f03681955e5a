package io.openons.client.consumer.push;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.ConsumerEngine;
import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.RunningConsumer;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.Await;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.SubscriptionEntry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Machinery of a started consumer: one receiver for each topic, listeners, and their outcomes. */
final class PushEngine extends ConsumerEngine implements RunningConsumer {
  private static final Log log = Logs.of(PushEngine.class);

  /** The rhythm of the official clients. */
  private static final Duration SCAN = Duration.ofSeconds(5);

  /** The most that a server lets a group wish for. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final ConsumerConfig config;
  private final ConsumerKind kind;
  private final ClientCore core;
  private final Settlement settlement;
  private final ListenerThreads threads;
  private final Map<String, TopicReceiver> receivers = new ConcurrentHashMap<>();
  private final Map<String, Subscription> subscriptions;
  private Timer.Task scanning = () -> {};

  private PushEngine(
      ConsumerConfig config,
      ConsumerKind kind,
      Credentials credentials,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates,
      Supplier<ClientRuntime> runtime) {
    super(ClientType.PUSH_CONSUMER, config.client(), credentials, runtime);
    this.config = config;
    this.kind = kind;
    this.subscriptions = subscriptions;
    this.core = core();
    this.settlement = new Settlement(consumer(), config.maxReconsumeTimes());
    this.threads = new ListenerThreads(config, core, subscriptions, rates);
  }

  /**
   * Connects and receives.
   *
   * @param subscriptions the consumer's, which may change while it runs
   * @param rates how often listeners are called, by topic
   */
  static PushEngine open(
      ConsumerConfig config,
      ConsumerKind kind,
      Credentials credentials,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates,
      Supplier<ClientRuntime> runtime) {
    PushEngine engine = new PushEngine(config, kind, credentials, subscriptions, rates, runtime);
    try {
      engine.start();
      return engine;
    } catch (RuntimeException | Error failure) {
      engine.close();
      throw failure;
    }
  }

  private void start() {
    Deadline deadline = Deadline.in(config.client().startTimeout());
    core.connect(deadline);
    for (Subscription subscription : subscriptions.values()) {
      receive(subscription, deadline);
    }
    if (subscriptions.isEmpty()) {
      log.info("the consumer of group {} has no subscription yet", config.client().group());
    }
    scanning = core.timer().every(SCAN, SCAN, this::scanAll);
  }

  @Override
  public void subscribe(Subscription subscription) {
    receive(subscription, Deadline.in(config.client().startTimeout()));
    core.sessions().sendSettings();
  }

  @Override
  public void rateLimit(String topic, double perSecond) {
    threads.limit(topic, perSecond);
  }

  @Override
  public void unsubscribe(String topic) {
    stop(receivers.remove(topic));
    threads.forget(topic);
    core.routes().forget(topic);
    share();
    core.sessions().sendSettings();
  }

  private void receive(Subscription subscription, Deadline deadline) {
    String topic = subscription.topic();
    TopicRoute route = Await.get(core.routes().get(topic), deadline.left(), () -> late(topic));
    core.sessions().awaitAny(route.endpoints(), deadline);
    MessageBudget budget = new MessageBudget(config.maxCachedMessages(), config.maxCachedBytes());
    TopicReceiver receiver =
        new TopicReceiver(consumer(), subscription, budget, dispatcher(subscription, budget));
    stop(receivers.put(topic, receiver));
    threads.forget(topic);
    share();
    Await.get(receiver.scan(), deadline.left(), () -> late(topic));
  }

  private Dispatcher dispatcher(Subscription subscription, MessageBudget budget) {
    SingleDispatcher unordered = new SingleDispatcher(subscription, budget, threads, settlement);
    return switch (kind) {
      case SINGLE -> unordered;
      case BATCH ->
          new BatchDispatcher(unordered, core.timer(), config.batchSize(), config.batchWait());
      case ORDERED ->
          new OrderedDispatcher(
              subscription,
              budget,
              threads,
              settlement,
              core.timer(),
              config.suspend(),
              this::maxAttempts);
    };
  }

  private int maxAttempts() {
    int redeliveries = config.maxReconsumeTimes().orElse(core.serverSettings().maxAttempts() - 1);
    return Math.min(redeliveries, Integer.MAX_VALUE - 1) + 1;
  }

  /** Each topic may use its part of what the consumer may hold. */
  private void share() {
    MessageBudget.share(
        receivers.values().stream().map(TopicReceiver::budget).toList(),
        config.maxCachedMessages(),
        config.maxCachedBytes());
  }

  private void scanAll() {
    receivers.values().forEach(TopicReceiver::scanAgain);
  }

  @Override
  public void close() {
    scanning.cancel();
    receivers.values().forEach(PushEngine::stop);
    threads.close(config.shutdownTimeout());
    settlement.close(config.client().requestTimeout());
    core.close();
  }

  private static void stop(TopicReceiver receiver) {
    if (receiver != null) {
      receiver.stop();
    }
  }

  private static ONSClientException late(String topic) {
    return ConsumerCore.late(topic, "where it is and which queues to receive from");
  }

  @Override
  public void describe(Settings.Builder settings) {
    io.openons.proto.v2.Subscription.Builder described =
        io.openons.proto.v2.Subscription.newBuilder().setGroup(consumer().group());
    for (Subscription subscription : subscriptions.values()) {
      described.addSubscriptions(
          SubscriptionEntry.newBuilder()
              .setTopic(core.resource(subscription.topic()))
              .setExpression(subscription.filter()));
    }
    described.setFifo(kind == ConsumerKind.ORDERED);
    settings.setSubscription(described);
    if (config.maxReconsumeTimes().isPresent()) {
      settings.setBackoffPolicy(
          RetryPolicy.newBuilder().setMaxAttempts(Math.min(MOST_ATTEMPTS, maxAttempts())));
    }
  }
}
