package io.openons.client.consumer.broadcast;

import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.listen.ListenerThreads;
import io.openons.client.consumer.listen.OutcomeListener;
import io.openons.client.consumer.listen.RunningConsumer;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.consumer.pull.Pull;
import io.openons.client.consumer.pull.PullLoop;
import io.openons.client.consumer.pull.QueueCalls;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.PartitionNames;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import io.openons.client.runtime.UserCode;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.proto.v2.ClientType;
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
import java.util.function.Supplier;

/**
 * A broadcasting consumer that runs: reads all queues of its topics and keeps its progress itself.
 * A message that its listener does not handle, or not in time, does not come again.
 */
final class BroadcastEngine implements ClientRole, RunningConsumer {
  private static final Log log = Logs.of(BroadcastEngine.class);

  /** How often new queues are looked for; the rhythm of clustering consumers. */
  private static final Duration SCAN = Duration.ofSeconds(5);

  /** Reads of the store that wait for each other; a scan that finds no room is made again. */
  private static final int MOST_WAITING = 10_000;

  /** A subscribed topic: what it may hold, and a loop for each of its queues. */
  private record Reading(
      Subscription subscription,
      MessageBudget budget,
      Map<MessageQueue, PullLoop> loops,
      FailureLog failures) {}

  private final ConsumerConfig config;
  private final OffsetStore store;
  private final ConsumerCore consumer;
  private final ClientCore core;
  private final QueueCalls calls;

  /** Reads and writes the store at the start of queues, as a store may take its time. */
  private final BoundedPool offsets;

  private final ListenerThreads threads;
  private final List<Timer.Task> tasks = new ArrayList<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private volatile boolean closed;

  private BroadcastEngine(
      ConsumerConfig config,
      Credentials credentials,
      OffsetStore store,
      Map<String, Subscription> subscriptions,
      Map<String, Double> rates,
      Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.store = store;
    this.consumer = ConsumerCore.of(config.client(), credentials, runtime, this);
    this.core = consumer.client();
    this.calls = new QueueCalls(consumer);
    this.offsets =
        core.pool(
            "ons-offsets-" + config.client().group(),
            MOST_WAITING,
            "let the offset store return, or give it a timeout of its own");
    this.threads =
        new ListenerThreads(
            config, core, subscription -> subscriptions.get(subscription.topic()) == subscription);
    rates.forEach(threads::limit);
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
      store.start();
      Deadline deadline = Deadline.in(config.client().startTimeout());
      engine.core.connect(deadline);
      subscriptions.values().forEach(subscription -> engine.subscribe(subscription, deadline));
      engine.keep();
      return engine;
    } catch (ONSClientException refused) {
      engine.close();
      throw Pull.explained(refused);
    } catch (RuntimeException | Error failure) {
      engine.close();
      throw failure;
    }
  }

  private void keep() {
    tasks.add(core.timer().every(SCAN, SCAN, this::scanAll));
    if (store instanceof FileOffsetStore file) {
      tasks.add(
          core.timer()
              .every(SCAN, SCAN, () -> offsets.execute("writing offsets to a file", file::save)));
    }
  }

  @Override
  public ClientCore core() {
    return core;
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
            offsets);
  }

  private boolean isNew(Reading reading, MessageQueue queue) {
    synchronized (readings) {
      return !reading.loops().containsKey(queue);
    }
  }

  private CompletableFuture<Void> begin(Reading reading, MessageQueue queue) {
    CompletableFuture<Long> start =
        UserCode.call(
            () ->
                store
                    .readOffset(PartitionNames.of(queue))
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> calls.end(queue)),
            CompletableFuture::failedFuture);
    return start.thenAcceptAsync(offset -> begin(reading, queue, offset), offsets);
  }

  private void begin(Reading reading, MessageQueue queue, long offset) {
    TopicPartition partition = PartitionNames.of(queue);
    Shown shown = new Shown(reading, partition, new QueueProgress(offset));
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
    keep(partition, offset);
    loop.poll();
  }

  private boolean isCurrent(Reading reading) {
    synchronized (readings) {
      return readings.get(reading.subscription().topic()) == reading;
    }
  }

  /** What becomes of the messages of a queue: progress, whether they were handled or not. */
  private final class Shown implements OutcomeListener {
    private final Reading reading;
    private final TopicPartition partition;
    private final QueueProgress progress;

    private Shown(Reading reading, TopicPartition partition, QueueProgress progress) {
      this.reading = reading;
      this.partition = partition;
      this.progress = progress;
    }

    private void arrived(ReceivedMessage message) {
      progress.begin(message.offset());
      threads.submit(List.of(message), reading.subscription(), this, true);
    }

    @Override
    public void ended(List<ReceivedMessage> messages, boolean handled) {
      if (!handled) {
        log.warn("{} was not handled; broadcasting does not show it again", messages);
      }
      messages.forEach(this::goOn);
    }

    @Override
    public void damaged(ReceivedMessage message) {
      goOn(message);
    }

    /** It was not shown, so there is no progress. */
    @Override
    public void handBack(List<ReceivedMessage> messages) {
      messages.forEach(message -> reading.budget().giveBack(message.size()));
    }

    private void goOn(ReceivedMessage message) {
      reading.budget().giveBack(message.size());
      progress.end(message.offset(), offset -> keep(partition, offset));
    }
  }

  private void keep(TopicPartition partition, long offset) {
    UserCode.run(
        () -> store.updateOffset(partition, offset),
        thrown -> log.error("the offset store did not take {} of {}", offset, partition, thrown));
  }

  /** Ends the reading, waits for running listeners, and interrupts those that take too long. */
  @Override
  public void close() {
    closed = true;
    tasks.forEach(Timer.Task::cancel);
    synchronized (readings) {
      List.copyOf(readings.keySet()).forEach(this::unsubscribe);
    }
    threads.close(config.shutdownTimeout());
    UserCode.run(
        store::shutdown, thrown -> log.error("the offset store did not shut down", thrown));
    core.close();
  }

  private static ONSClientException late(String topic) {
    return ConsumerCore.late(topic, "where it is and how far its queues go");
  }

  @Override
  public ClientType type() {
    return ClientType.PULL_CONSUMER;
  }

  @Override
  public Optional<Resource> group() {
    return Optional.of(ConsumerCore.group(config.client()));
  }

  @Override
  public void describe(Settings.Builder settings) {
    settings.setSubscription(
        io.openons.proto.v2.Subscription.newBuilder().setGroup(consumer.group()));
  }
}
