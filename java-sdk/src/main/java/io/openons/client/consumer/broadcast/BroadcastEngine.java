package io.openons.client.consumer.broadcast;

import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.ConsumerEngine;
import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.RunningConsumer;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.consumer.pull.Pull;
import io.openons.client.consumer.pull.PullLoop;
import io.openons.client.consumer.pull.QueueCalls;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.PartitionNames;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.MessageQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A broadcasting consumer that runs: reads all queues of its topics and keeps its progress itself.
 * A message that its listener does not handle, or not in time, does not come again.
 */
final class BroadcastEngine extends ConsumerEngine implements RunningConsumer {
  private static final Log log = Logs.of(BroadcastEngine.class);

  /** How often new queues are looked for; the rhythm of clustering consumers. */
  private static final Duration SCAN = Duration.ofSeconds(5);

  /** A subscribed topic: what it may hold, and a loop for each of its queues. */
  private record Reading(
      Subscription subscription,
      MessageBudget budget,
      Map<MessageQueue, PullLoop> loops,
      FailureLog failures) {}

  private final ConsumerConfig config;
  private final ClientCore core;
  private final QueueCalls calls;
  private final StoredOffsets offsets;
  private final ListenerThreads threads;
  private final Map<String, Reading> readings = new HashMap<>();
  private Timer.Task scanning = () -> {};
  private volatile boolean closed;

  private BroadcastEngine(
      ConsumerConfig config,
      Credentials credentials,
      OffsetStore store,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates,
      Supplier<ClientRuntime> runtime) {
    super(ClientType.PULL_CONSUMER, config.client(), credentials, runtime);
    this.config = config;
    this.core = core();
    this.calls = new QueueCalls(consumer());
    this.offsets = new StoredOffsets(store, core, config.client().group());
    this.threads = new ListenerThreads(config, core, subscriptions, rates);
  }

  /** Connects and reads. After a failure nothing is left. */
  static BroadcastEngine open(
      ConsumerConfig config,
      Credentials credentials,
      OffsetStore store,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates,
      Supplier<ClientRuntime> runtime) {
    BroadcastEngine engine =
        new BroadcastEngine(config, credentials, store, subscriptions, rates, runtime);
    try {
      engine.offsets.start();
      Deadline deadline = Deadline.in(config.client().startTimeout());
      engine.core.connect(deadline);
      subscriptions.values().forEach(subscription -> engine.subscribe(subscription, deadline));
      engine.scanning = engine.core.timer().every(SCAN, SCAN, engine::scanAll);
      engine.offsets.saveEvery(SCAN);
      return engine;
    } catch (ONSClientException refused) {
      engine.close();
      throw Pull.explained(refused);
    } catch (RuntimeException | Error failure) {
      engine.close();
      throw failure;
    }
  }

  @Override
  public void rateLimit(String topic, double perSecond) {
    threads.limit(topic, perSecond);
  }

  @Override
  public void subscribe(Subscription subscription) {
    subscribe(subscription, Deadline.in(config.client().startTimeout()));
  }

  private void subscribe(Subscription subscription, Deadline deadline) {
    unsubscribe(subscription.topic());
    Reading reading =
        new Reading(
            subscription,
            new MessageBudget(config.maxCachedMessages(), config.maxCachedBytes()),
            new HashMap<>(),
            new FailureLog(log, "looking for queues of topic " + subscription.topic()));
    synchronized (readings) {
      readings.put(subscription.topic(), reading);
      share();
    }
    try {
      Await.get(scan(reading), deadline.left(), () -> late(subscription.topic()));
    } catch (RuntimeException | Error failure) {
      unsubscribe(subscription.topic());
      throw failure;
    }
  }

  /** Messages of the topic that no listener has seen are left out. */
  @Override
  public void unsubscribe(String topic) {
    threads.forget(topic);
    synchronized (readings) {
      Reading ended = readings.remove(topic);
      if (ended != null) {
        ended.loops().values().forEach(PullLoop::stop);
        share();
      }
    }
  }

  /** Each topic may use its part of what the consumer may hold. */
  private void share() {
    MessageBudget.share(
        readings.values().stream().map(Reading::budget).toList(),
        config.maxCachedMessages(),
        config.maxCachedBytes());
  }

  private void scanAll() {
    List<Reading> all;
    synchronized (readings) {
      all = List.copyOf(readings.values());
    }
    for (Reading reading : all) {
      revive(reading);
      scan(reading)
          .whenComplete(
              (done, thrown) -> {
                if (thrown == null) {
                  reading.failures().worked();
                } else {
                  reading.failures().failed(Failures.unwrap(thrown));
                }
              });
    }
  }

  private void revive(Reading reading) {
    List<PullLoop> loops;
    synchronized (readings) {
      loops = List.copyOf(reading.loops().values());
    }
    loops.forEach(PullLoop::revive);
  }

  /** Begins to read the queues that are new. */
  private CompletableFuture<Void> scan(Reading reading) {
    return core.routes()
        .get(reading.subscription().topic())
        .thenComposeAsync(
            route ->
                CompletableFuture.allOf(
                    route.readable().stream()
                        .filter(queue -> isNew(reading, queue))
                        .map(queue -> begin(reading, queue))
                        .toArray(CompletableFuture[]::new)),
            offsets.pool());
  }

  private boolean isNew(Reading reading, MessageQueue queue) {
    synchronized (readings) {
      return !reading.loops().containsKey(queue);
    }
  }

  private CompletableFuture<Void> begin(Reading reading, MessageQueue queue) {
    return offsets
        .of(PartitionNames.of(queue), () -> calls.end(queue))
        .thenAcceptAsync(offset -> begin(reading, queue, offset), offsets.pool());
  }

  private void begin(Reading reading, MessageQueue queue, long offset) {
    TopicPartition partition = PartitionNames.of(queue);
    ShownQueue shown =
        new ShownQueue(
            reading.subscription(),
            reading.budget(),
            threads,
            new QueueProgress(offset),
            progress -> offsets.keep(partition, progress));
    PullLoop loop =
        new PullLoop(
            core,
            calls,
            queue,
            reading.subscription().filter(),
            offset,
            reading.budget(),
            shown::arrived,
            refusal -> log.warn("{} is not read: {}", partition, refusal.getMessage()));
    synchronized (readings) {
      if (closed || !isCurrent(reading) || reading.loops().putIfAbsent(queue, loop) != null) {
        return;
      }
    }
    offsets.keep(partition, offset);
    loop.poll();
  }

  private boolean isCurrent(Reading reading) {
    synchronized (readings) {
      return readings.get(reading.subscription().topic()) == reading;
    }
  }

  /** Ends the reading, waits for running listeners, and interrupts those that take too long. */
  @Override
  public void close() {
    closed = true;
    scanning.cancel();
    synchronized (readings) {
      List.copyOf(readings.keySet()).forEach(this::unsubscribe);
    }
    threads.close(config.shutdownTimeout());
    offsets.close();
    core.close();
  }

  private static ONSClientException late(String topic) {
    return ConsumerCore.late(topic, "where it is and how far its queues go");
  }
}
