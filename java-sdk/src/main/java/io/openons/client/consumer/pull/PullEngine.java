package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.PullConsumer.TopicPartitionChangeListener;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.Credentials;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.ConsumerEngine;
import io.openons.client.consumer.pull.AssignedQueue.Reading;
import io.openons.client.consumer.pull.AssignedQueues.Taken;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.CorruptMessageException;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.MessageDecoder;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.FilterType;
import io.openons.proto.v2.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Machinery of a started pull consumer: assigns queues, reads ahead, commits. */
final class PullEngine extends ConsumerEngine {
  private static final Log log = Logs.of(PullEngine.class);
  private static final long NONE = -1;
  private static final FilterExpression EVERYTHING =
      FilterExpression.newBuilder().setType(FilterType.TAG).setExpression("*").build();

  private final PullConfig config;
  private final ClientCore core;
  private final QueueCalls calls;
  private final PartitionCalls partitions;
  private final QueueChanges changes;
  private final AssignedQueues assigned = new AssignedQueues();
  private final FailureLog commits = new FailureLog(log, "committing offsets");
  private Timer.Task committing = () -> {};

  private PullEngine(
      PullConfig config,
      Credentials credentials,
      Map<String, TopicPartitionChangeListener> listeners,
      Supplier<ClientRuntime> runtime) {
    super(ClientType.PULL_CONSUMER, config.client(), credentials, runtime);
    this.config = config;
    this.core = core();
    this.calls = new QueueCalls(consumer());
    this.partitions = new PartitionCalls(consumer(), calls);
    this.changes = new QueueChanges(core, config.client().group(), listeners);
  }

  /**
   * Connects.
   *
   * @param listeners of changed queues, by topic; may change while it runs
   */
  static PullEngine open(
      PullConfig config,
      Credentials credentials,
      Map<String, TopicPartitionChangeListener> listeners,
      Supplier<ClientRuntime> runtime) {
    PullEngine engine = new PullEngine(config, credentials, listeners, runtime);
    try {
      engine.core.connect(Deadline.in(config.client().startTimeout()));
    } catch (ONSClientException refused) {
      engine.core.close();
      throw Pull.explained(refused);
    } catch (RuntimeException | Error failure) {
      engine.core.close();
      throw failure;
    }
    listeners.keySet().forEach(engine::watch);
    if (config.autoCommit()) {
      Duration interval = config.autoCommitInterval();
      engine.committing = engine.core.timer().every(interval, interval, engine::commitDone);
    }
    return engine;
  }

  PartitionCalls partitions() {
    return partitions;
  }

  /** Lets the route of a topic be known, and so refreshed. */
  void watch(String topic) {
    core.routes()
        .get(topic)
        .whenComplete(
            (route, failure) -> {
              if (failure == null) {
                changes.begin(route);
              } else {
                log.warn(
                    "queues of topic {} are not watched: {}",
                    topic,
                    Failures.unwrap(failure).getMessage());
              }
            });
  }

  @Override
  public void routeChanged(TopicRoute route) {
    changes.changed(route);
  }

  synchronized void assign(Collection<TopicPartition> wanted) {
    Map<TopicPartition, CompletableFuture<AssignedQueue>> found = new LinkedHashMap<>();
    for (TopicPartition partition : wanted) {
      if (assigned.orNull(partition) == null) {
        found.put(copy(partition), begin(partitions.queue(partition)));
      }
    }
    Map<TopicPartition, AssignedQueue> added = new LinkedHashMap<>();
    found.forEach((partition, queue) -> added.put(partition, await(queue)));
    List<PullLoop> started = new ArrayList<>();
    assigned.assign(
        wanted,
        added,
        queue -> {
          Reading reading = reading(queue, queue.given());
          queue.read(reading, queue.given());
          started.add(reading.loop());
        });
    share();
    started.forEach(PullLoop::poll);
  }

  /** Each queue may use its bound, or its part of the heap's share if that is less. */
  private void share() {
    List<Reading> readings = assigned.readings();
    long part = config.maxCachedBytesInAll() / Math.max(1, readings.size());
    long bytes = Math.max(1, Math.min(config.maxCachedBytes(), part));
    readings.forEach(reading -> reading.budget().limit(Integer.MAX_VALUE, bytes));
  }

  private CompletableFuture<AssignedQueue> begin(MessageQueue queue) {
    return calls
        .committed(queue)
        .thenCompose(
            committed ->
                committed.isPresent()
                    ? CompletableFuture.completedFuture(
                        new AssignedQueue(queue, committed.getAsLong(), committed.getAsLong()))
                    : calls.end(queue).thenApply(end -> new AssignedQueue(queue, end, NONE)));
  }

  /** A reading whose loop has not begun. */
  private Reading reading(AssignedQueue queue, long from) {
    MessageBudget budget = new MessageBudget(Integer.MAX_VALUE, config.maxCachedBytes());
    PullLoop loop =
        new PullLoop(
            core,
            calls,
            queue.queue(),
            EVERYTHING,
            from,
            budget,
            message -> assigned.arrived(queue, budget, message),
            assigned::refused);
    return new Reading(loop, budget);
  }

  /** Returns messages as long as they are wanted; the first that is not, and those behind, stay. */
  List<Message> poll(long timeoutMillis, Predicate<Message> wanted) {
    assigned.readings().forEach(reading -> reading.loop().revive());
    Duration limit = timeoutMillis < 0 ? config.pollTimeout() : Duration.ofMillis(timeoutMillis);
    List<Taken> all =
        assigned.take(config.batch(), System.nanoTime() + PartitionCalls.nanos(limit));
    List<Message> messages = new ArrayList<>();
    int done = 0;
    try {
      while (done < all.size() && accept(all.get(done), wanted, messages)) {
        done++;
      }
    } catch (RuntimeException | Error failed) {
      // Such as a lack of memory: nothing was returned, so nothing counts as consumed.
      assigned.putBack(all);
      throw failed;
    }
    assigned.putBack(all.subList(done, all.size()));
    all.subList(0, done).forEach(taken -> taken.budget().giveBack(taken.message().size()));
    return messages;
  }

  /** Adds a message; false when it is not wanted. A damaged one is left out. */
  private static boolean accept(Taken taken, Predicate<Message> wanted, List<Message> messages) {
    try {
      Message message = MessageDecoder.decode(taken.message());
      return wanted.test(message) && messages.add(message);
    } catch (CorruptMessageException corrupt) {
      log.error("{} arrived damaged and is left out", taken.message(), corrupt);
      return true;
    }
  }

  void seek(TopicPartition partition, long offset) {
    MessageQueue queue = assigned.require(partition).queue();
    long first = await(calls.beginning(queue));
    long end = await(calls.end(queue));
    if (offset < first || offset > end) {
      throw new ONSClientException(
          partition + " has the offsets " + first + " to " + end + ", not " + offset,
          null,
          ErrorCode.ILLEGAL_OFFSET);
    }
    move(partition, offset);
  }

  void seekToBeginning(TopicPartition partition) {
    move(partition, await(calls.beginning(assigned.require(partition).queue())));
  }

  void seekToEnd(TopicPartition partition) {
    move(partition, await(calls.end(assigned.require(partition).queue())));
  }

  private void move(TopicPartition partition, long offset) {
    Reading reading = reading(assigned.require(partition), offset);
    assigned.read(partition, reading, offset);
    share();
    reading.loop().poll();
  }

  void pause(Collection<TopicPartition> partitions, boolean paused) {
    assigned.pause(partitions, paused);
  }

  /** Sets the group's offset of a queue, which need not be assigned. */
  void commit(TopicPartition partition, long offset) {
    partitions.commit(partition, offset);
    AssignedQueue queue = assigned.orNull(partition);
    if (queue != null) {
      assigned.committed(queue, offset);
    }
  }

  void commitSync() {
    await(commit(AssignedQueue::given));
  }

  private void commitDone() {
    commit(AssignedQueue::done)
        .whenComplete(
            (done, thrown) -> {
              if (thrown == null) {
                commits.worked();
              } else {
                commits.failed(Failures.unwrap(thrown));
              }
            });
  }

  /** Commits what has changed; fails when one of the commits does. */
  private CompletableFuture<Void> commit(ToLongFunction<AssignedQueue> upTo) {
    Map<AssignedQueue, Long> changed = assigned.uncommitted(upTo);
    return CompletableFuture.allOf(
        changed.entrySet().stream()
            .map(
                entry ->
                    calls
                        .commit(entry.getKey().queue(), entry.getValue())
                        .thenRun(() -> assigned.committed(entry.getKey(), entry.getValue())))
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    committing.cancel();
    if (config.autoCommit()) {
      try {
        await(commit(AssignedQueue::given));
      } catch (ONSClientException failure) {
        log.warn("the last messages may come again: {}", failure.getMessage());
      }
    }
    assigned.close();
    core.close();
  }

  /** Partitions of the application can be changed by it. */
  private static TopicPartition copy(TopicPartition partition) {
    return new TopicPartition(partition.getTopic(), partition.getPartition());
  }

  private <T> T await(CompletableFuture<T> answer) {
    return partitions.await(answer);
  }
}
