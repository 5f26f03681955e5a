package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.ConsumeContext;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.rpc.Await;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.NamedThreads;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.client.session.ServerSettings;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broadcasting consumer that runs: reads all queues of its topics and keeps its progress itself.
 * A message that its listener does not handle does not come again.
 */
final class BroadcastEngine implements ClientRole {
  private static final Logger log = LoggerFactory.getLogger(BroadcastEngine.class);

  /** How often new queues are looked for; the rhythm of clustering consumers. */
  private static final Duration SCAN = Duration.ofSeconds(5);

  private static final ThreadLocal<BroadcastEngine> owner = new ThreadLocal<>();

  /** Which messages of a topic go where: to the listener or, when that is null, to the inbox. */
  record Subscribed(String topic, FilterExpression filter, MessageListener listener, Inbox inbox) {}

  /** A subscribed topic: what it may hold, and a loop for each of its queues. */
  private record Reading(
      Subscribed subscribed, MessageBudget budget, Map<MessageQueue, PullLoop> loops) {}

  private final ConsumerConfig config;
  private final OffsetStore store;
  private final Resource group;
  private final ClientCore core;
  private final QueueCalls calls;
  private final ThreadPoolExecutor threads;
  private final List<Timer.Task> tasks = new ArrayList<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private volatile boolean closed;

  private BroadcastEngine(
      ConsumerConfig config,
      Credentials credentials,
      OffsetStore store,
      Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.store = store;
    this.group =
        Resource.newBuilder()
            .setResourceNamespace(config.client().instanceId())
            .setName(config.client().group())
            .build();
    this.core =
        new ClientCore(config.client(), credentials, runtime, this, ServerSettings.FOR_CONSUMERS);
    this.calls = new QueueCalls(core, group, config.client().requestTimeout());
    this.threads =
        new ThreadPoolExecutor(
            config.threads(),
            config.threads(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.user("ons-consume-" + config.client().group()),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Connects and reads. After a failure nothing is left. */
  static BroadcastEngine open(
      ConsumerConfig config,
      Credentials credentials,
      OffsetStore store,
      Iterable<Subscribed> subscriptions,
      Supplier<ClientRuntime> runtime) {
    BroadcastEngine engine = new BroadcastEngine(config, credentials, store, runtime);
    try {
      store.start();
      engine.threads.prestartCoreThread();
      engine.core.connect(config.client().startTimeout());
      subscriptions.forEach(engine::subscribe);
      engine.keep();
      return engine;
    } catch (RuntimeException failure) {
      engine.close();
      throw failure;
    }
  }

  private void keep() {
    tasks.add(core.timer().every(SCAN, SCAN, this::scanAll));
    if (store instanceof FileOffsetStore file) {
      tasks.add(core.timer().every(SCAN, SCAN, file::save));
    }
  }

  void credentials(Credentials credentials) {
    core.credentials(credentials);
  }

  /** Reads a topic; a later call for the same topic replaces the subscription. */
  void subscribe(Subscribed subscribed) {
    unsubscribe(subscribed.topic());
    Reading reading =
        new Reading(
            subscribed,
            new MessageBudget(config.maxCachedMessages(), config.maxCachedBytes()),
            new HashMap<>());
    synchronized (readings) {
      readings.put(subscribed.topic(), reading);
      share();
    }
    try {
      Await.get(scan(reading), config.client().startTimeout(), () -> late(subscribed.topic()));
    } catch (RuntimeException failure) {
      unsubscribe(subscribed.topic());
      throw failure;
    }
  }

  /** Messages of the topic that no listener has seen are left out. */
  void unsubscribe(String topic) {
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
    int parts = Math.max(1, readings.size());
    int messages = Math.max(1, config.maxCachedMessages() / parts);
    long bytes = Math.max(1, config.maxCachedBytes() / parts);
    readings.values().forEach(reading -> reading.budget().limit(messages, bytes));
  }

  private void scanAll() {
    List<Reading> all;
    synchronized (readings) {
      all = List.copyOf(readings.values());
    }
    for (Reading reading : all) {
      scan(reading)
          .exceptionally(
              failure -> {
                log.warn("queues are not read yet: {}", failure.getMessage());
                return null;
              });
    }
  }

  /** Begins to read the queues that are new. */
  private CompletableFuture<Void> scan(Reading reading) {
    return core.routes()
        .get(reading.subscribed().topic())
        .thenCompose(
            route ->
                CompletableFuture.allOf(
                    route.readable().stream()
                        .filter(queue -> isNew(reading, queue))
                        .map(queue -> begin(reading, queue))
                        .toArray(CompletableFuture[]::new)));
  }

  private boolean isNew(Reading reading, MessageQueue queue) {
    synchronized (readings) {
      return !reading.loops().containsKey(queue);
    }
  }

  private CompletableFuture<Void> begin(Reading reading, MessageQueue queue) {
    CompletableFuture<Long> start;
    try {
      start =
          store
              .readOffset(PartitionNames.of(queue))
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> calls.end(queue));
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
    return start.thenAccept(offset -> begin(reading, queue, offset));
  }

  private void begin(Reading reading, MessageQueue queue, long offset) {
    TopicPartition partition = PartitionNames.of(queue);
    QueueProgress progress = new QueueProgress(offset);
    PullLoop loop =
        new PullLoop(
            core,
            calls,
            queue,
            reading.subscribed().filter(),
            offset,
            reading.budget(),
            message -> arrived(reading, partition, progress, message),
            refusal -> log.warn("{} is not read: {}", partition, refusal.getMessage()));
    synchronized (readings) {
      if (closed || !isCurrent(reading) || reading.loops().putIfAbsent(queue, loop) != null) {
        return;
      }
    }
    keep(partition, offset);
    loop.poll();
  }

  private boolean isCurrent(Reading reading) {
    synchronized (readings) {
      return readings.get(reading.subscribed().topic()) == reading;
    }
  }

  private void arrived(
      Reading reading, TopicPartition partition, QueueProgress progress, ReceivedMessage message) {
    progress.begin(message.offset());
    if (reading.subscribed().inbox() != null) {
      reading.subscribed().inbox().arrived(new Waiting(reading, partition, progress, message));
      return;
    }
    threads.execute(
        () -> {
          if (closed || !isCurrent(reading)) {
            return;
          }
          owner.set(this);
          consume(reading.subscribed().listener(), message);
          done(reading, partition, progress, message);
        });
  }

  private void done(
      Reading reading, TopicPartition partition, QueueProgress progress, ReceivedMessage message) {
    reading.budget().giveBack(message.size());
    progress.end(message.offset(), offset -> keep(partition, offset));
  }

  /** A message in an inbox. */
  private final class Waiting implements Parcel {
    private final Reading reading;
    private final TopicPartition partition;
    private final QueueProgress progress;
    private final ReceivedMessage message;
    private final AtomicBoolean answered = new AtomicBoolean();

    private Waiting(
        Reading reading,
        TopicPartition partition,
        QueueProgress progress,
        ReceivedMessage message) {
      this.reading = reading;
      this.partition = partition;
      this.progress = progress;
      this.message = message;
    }

    @Override
    public List<Message> take() {
      if (closed || !isCurrent(reading)) {
        return List.of();
      }
      try {
        return List.of(MessageDecoder.decode(message));
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is left out", message, corrupt);
        answer(false);
        return List.of();
      }
    }

    @Override
    public boolean answer(boolean handled) {
      if (closed || !answered.compareAndSet(false, true)) {
        return false;
      }
      if (!handled) {
        log.warn("{} was not handled; broadcasting does not show it again", message);
      }
      done(reading, partition, progress, message);
      reading.subscribed().inbox().settled(this);
      return true;
    }
  }

  private static void consume(MessageListener listener, ReceivedMessage message) {
    try {
      if (listener.consume(MessageDecoder.decode(message), new ConsumeContext())
          != Action.CommitMessage) {
        log.warn("{} was not handled; broadcasting does not show it again", message);
      }
    } catch (CorruptMessageException corrupt) {
      log.error("{} arrived damaged and is not shown to the listener", message, corrupt);
    } catch (RuntimeException | Error thrown) {
      log.warn("{}: the listener threw; broadcasting does not show it again", message, thrown);
    }
  }

  private void keep(TopicPartition partition, long offset) {
    try {
      store.updateOffset(partition, offset);
    } catch (RuntimeException thrown) {
      log.error("the offset store did not take {} of {}", offset, partition, thrown);
    }
  }

  /** Ends the reading, waits for running listeners, and interrupts those that take too long. */
  void close() {
    closed = true;
    tasks.forEach(Timer.Task::cancel);
    synchronized (readings) {
      List.copyOf(readings.keySet()).forEach(this::unsubscribe);
    }
    threads.shutdown();
    if (owner.get() != this && !ended(config.shutdownTimeout())) {
      log.warn("listeners still run after {} and are interrupted", config.shutdownTimeout());
      threads.shutdownNow();
    }
    try {
      store.shutdown();
    } catch (RuntimeException thrown) {
      log.error("the offset store did not shut down", thrown);
    }
    core.close();
  }

  private boolean ended(Duration limit) {
    try {
      return threads.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ONSClientException late(String topic) {
    return new ONSClientException(
        "topic "
            + topic
            + ": the server did not say in time where it is and how far its queues go; check the"
            + " server, or raise ons.startTimeoutMillis",
        null,
        ErrorCode.NO_ANSWER_IN_TIME);
  }

  @Override
  public ClientType type() {
    return ClientType.PULL_CONSUMER;
  }

  @Override
  public Optional<Resource> group() {
    return Optional.of(group);
  }

  @Override
  public void describe(Settings.Builder settings) {
    settings.setSubscription(io.openons.proto.v2.Subscription.newBuilder().setGroup(group));
  }
}
