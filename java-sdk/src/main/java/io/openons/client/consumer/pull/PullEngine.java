package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.PullConsumer.TopicPartitionChangeListener;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.Credentials;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.ConsumerCore;
import io.openons.client.consumer.pull.AssignedQueue.Reading;
import io.openons.client.consumer.pull.AssignedQueues.Taken;
import io.openons.client.consumer.pull.Pull.Pulled;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.CorruptMessageException;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.MessageDecoder;
import io.openons.client.message.PartitionNames;
import io.openons.client.message.ReceivedMessage;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import io.openons.client.session.Client;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.FilterType;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Machinery of a started pull consumer: assigns queues, reads ahead, commits. */
final class PullEngine implements ClientRole, Client.Running {
  private static final Log log = Logs.of(PullEngine.class);
  private static final long NONE = -1;
  private static final FilterExpression EVERYTHING =
      FilterExpression.newBuilder().setType(FilterType.TAG).setExpression("*").build();

  private final PullConfig config;
  private final ConsumerCore consumer;
  private final ClientCore core;
  private final QueueCalls calls;
  private final QueueChanges changes;
  private final AssignedQueues assigned = new AssignedQueues();
  private final FailureLog commits = new FailureLog(log, "committing offsets");
  private Timer.Task committing = () -> {};

  private PullEngine(
      PullConfig config,
      Credentials credentials,
      Map<String, TopicPartitionChangeListener> listeners,
      Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.consumer = ConsumerCore.of(config.client(), credentials, runtime, this);
    this.core = consumer.client();
    this.calls = new QueueCalls(consumer);
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

  @Override
  public ClientCore core() {
    return core;
  }

  Set<TopicPartition> topicPartitions(String topic) {
    return QueueChanges.partitions(await(core.routes().get(topic)));
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
        MessageQueue queue = queue(partition);
        found.put(copy(partition), begin(queue));
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
    List<Taken> all = assigned.take(config.batch(), System.nanoTime() + nanos(limit));
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

  /** Saturated, so that a caller may ask for "for ever" by a large number. */
  private static long nanos(Duration limit) {
    return limit.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : limit.toNanos();
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

  long offsetAt(TopicPartition partition, long millis) {
    return await(calls.at(queue(partition), millis));
  }

  OptionalLong committed(TopicPartition partition) {
    return await(calls.committed(queue(partition)));
  }

  /** Sets the group's offset of a queue, which need not be assigned. */
  void commit(TopicPartition partition, long offset) {
    if (offset < 0) {
      throw new ONSClientException(
          partition + ": " + offset + " is no offset; give 0 or more",
          null,
          ErrorCode.ILLEGAL_OFFSET);
    }
    await(calls.commit(queue(partition), offset));
    AssignedQueue queue = assigned.orNull(partition);
    if (queue != null) {
      assigned.committed(queue, offset);
    }
  }

  OffsetLimits limits(TopicPartition partition) {
    MessageQueue queue = queue(partition);
    return await(calls.beginning(queue).thenCombine(calls.end(queue), OffsetLimits::new));
  }

  /** Reads once, apart from everything that is assigned. */
  Fetched fetch(
      TopicPartition partition, FilterExpression filter, long offset, int max, Duration timeout) {
    MessageQueue queue = queue(partition);
    long deadline = System.nanoTime() + nanos(timeout);
    long next = offset;
    while (true) {
      long asked = System.nanoTime();
      Duration left = Duration.ofNanos(Math.max(0, deadline - asked));
      Duration most = core.serverSettings().longPolling();
      Duration polling = left.compareTo(most) < 0 ? left : most;
      Pulled pulled = await(calls.pull(queue, next, filter, max, polling).answer(), polling);
      next = pulled.nextOffset();
      boolean held = System.nanoTime() - asked >= polling.toNanos() / 2;
      if (!pulled.messages().isEmpty() || !held || polling.equals(left)) {
        return new Fetched(decoded(pulled.messages()), next);
      }
    }
  }

  private static List<Message> decoded(List<ReceivedMessage> received) {
    List<Message> messages = new ArrayList<>(received.size());
    for (ReceivedMessage message : received) {
      try {
        messages.add(MessageDecoder.decode(message));
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is left out", message, corrupt);
      }
    }
    return messages;
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

  private MessageQueue queue(TopicPartition partition) {
    if (partition == null || partition.getTopic() == null) {
      throw new ONSClientException(
          "a partition or its topic is null", null, ErrorCode.INVALID_ARGUMENT);
    }
    List<MessageQueue> queues = await(core.routes().get(partition.getTopic())).readable();
    return queues.stream()
        .filter(queue -> PartitionNames.of(queue).equals(partition))
        .findFirst()
        .orElseThrow(
            () ->
                new ONSClientException(
                    partition
                        + " does not exist; topic "
                        + partition.getTopic()
                        + " has "
                        + queues.stream().map(PartitionNames::of).toList(),
                    null,
                    ErrorCode.INVALID_ARGUMENT));
  }

  /** Partitions of the application can be changed by it. */
  private static TopicPartition copy(TopicPartition partition) {
    return new TopicPartition(partition.getTopic(), partition.getPartition());
  }

  private <T> T await(CompletableFuture<T> answer) {
    return await(answer, Duration.ZERO);
  }

  private <T> T await(CompletableFuture<T> answer, Duration polling) {
    return Await.get(
        answer,
        polling.plus(config.client().requestTimeout()).plusSeconds(1),
        () ->
            new ONSClientException(
                "the server did not answer in time; check the server, or raise"
                    + " ons.requestTimeoutMillis",
                null,
                ErrorCode.NO_ANSWER_IN_TIME));
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
