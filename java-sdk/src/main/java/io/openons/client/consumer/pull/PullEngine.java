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
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.FailureLog;
import io.openons.client.runtime.Timer;
import io.openons.client.runtime.UserCode;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Machinery of a started pull consumer: assigns queues, reads ahead, commits. */
final class PullEngine implements ClientRole, Client.Running {
  private static final Log log = Logs.of(PullEngine.class);
  private static final long NONE = -1;
  private static final FilterExpression EVERYTHING =
      FilterExpression.newBuilder().setType(FilterType.TAG).setExpression("*").build();

  private final PullConfig config;
  private final Map<String, TopicPartitionChangeListener> listeners;
  private final ConsumerCore consumer;
  private final ClientCore core;
  private final QueueCalls calls;
  private final Map<String, Set<TopicPartition>> told = new ConcurrentHashMap<>();

  /** Changes that wait for the thread that runs listeners; of a topic the latest. */
  private final Map<String, Set<TopicPartition>> changed = new ConcurrentHashMap<>();

  private final BoundedPool changes;
  private final FailureLog commits = new FailureLog(log, "committing offsets");
  private Timer.Task committing = () -> {};

  /** Guards what follows. No call leaves this class while it is held. */
  private final Object lock = new Object();

  private final Map<TopicPartition, AssignedQueue> assigned = new LinkedHashMap<>();
  private int turn;
  private ONSClientException refusal;
  private boolean closed;

  private PullEngine(
      PullConfig config,
      Credentials credentials,
      Map<String, TopicPartitionChangeListener> listeners,
      Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.listeners = listeners;
    this.consumer = ConsumerCore.of(config.client(), credentials, runtime, this);
    this.core = consumer.client();
    this.calls = new QueueCalls(consumer);
    this.changes =
        core.pool(
            "ons-changes-" + config.client().group(),
            Integer.MAX_VALUE,
            "let the listener of changed queues return, and assign on a thread of your own");
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
    return partitions(await(core.routes().get(topic)));
  }

  private static Set<TopicPartition> partitions(TopicRoute route) {
    return route.readable().stream().map(PartitionNames::of).collect(Collectors.toSet());
  }

  /** Lets the route of a topic be known, and so refreshed. */
  void watch(String topic) {
    core.routes()
        .get(topic)
        .whenComplete(
            (route, failure) -> {
              if (failure == null) {
                told.putIfAbsent(topic, partitions(route));
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
    TopicPartitionChangeListener listener = listeners.get(route.topic());
    if (listener == null) {
      return;
    }
    Set<TopicPartition> now = partitions(route);
    Set<TopicPartition> before = told.put(route.topic(), now);
    if (before != null && !before.equals(now)) {
      if (changed.put(route.topic(), now) == null) {
        changes.execute(
            "the listener of changed queues of topic " + route.topic(),
            () -> tell(listener, changed.remove(route.topic())));
      }
    }
  }

  private static void tell(TopicPartitionChangeListener listener, Set<TopicPartition> now) {
    UserCode.run(
        () -> listener.onChanged(now),
        thrown -> log.error("a listener of changed queues threw", thrown));
  }

  synchronized void assign(Collection<TopicPartition> wanted) {
    Map<TopicPartition, CompletableFuture<AssignedQueue>> found = new LinkedHashMap<>();
    for (TopicPartition partition : wanted) {
      if (assignedOrNull(partition) == null) {
        MessageQueue queue = queue(partition);
        found.put(copy(partition), begin(queue));
      }
    }
    Map<TopicPartition, AssignedQueue> added = new LinkedHashMap<>();
    found.forEach((partition, queue) -> added.put(partition, await(queue)));
    List<PullLoop> started = new ArrayList<>();
    synchronized (lock) {
      assigned
          .entrySet()
          .removeIf(
              entry -> {
                boolean gone = !wanted.contains(entry.getKey());
                if (gone) {
                  entry.getValue().stop();
                }
                return gone;
              });
      added.forEach(
          (partition, queue) -> {
            assigned.put(partition, queue);
            started.add(read(queue, queue.given()));
          });
      share();
    }
    started.forEach(PullLoop::poll);
  }

  /** Each queue may use its bound, or its part of the heap's share if that is less. */
  private void share() {
    int parts = Math.max(1, assigned.size());
    long bytes = Math.min(config.maxCachedBytes(), config.maxCachedBytesInAll() / parts);
    assigned
        .values()
        .forEach(queue -> queue.reading().budget().limit(Integer.MAX_VALUE, Math.max(1, bytes)));
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

  /** Begins a reading; the caller, who holds the lock, lets the loop poll when it does not. */
  private PullLoop read(AssignedQueue queue, long from) {
    MessageBudget budget = new MessageBudget(Integer.MAX_VALUE, config.maxCachedBytes());
    PullLoop loop =
        new PullLoop(
            core,
            calls,
            queue.queue(),
            EVERYTHING,
            from,
            budget,
            message -> arrived(queue, budget, message),
            this::refused);
    queue.read(new Reading(loop, budget), from);
    return loop;
  }

  private void arrived(AssignedQueue queue, MessageBudget budget, ReceivedMessage message) {
    synchronized (lock) {
      if (queue.reading().budget() == budget) {
        queue.reading().ahead().add(message);
        lock.notifyAll();
      }
    }
  }

  private void refused(ONSClientException why) {
    synchronized (lock) {
      refusal = why;
      lock.notifyAll();
    }
  }

  /** A message, where it came from, and the budget that it burdens. */
  private record Taken(ReceivedMessage message, AssignedQueue queue, MessageBudget budget) {}

  /** Gives messages as long as they are wanted; the first that is not, and those behind, stay. */
  List<Message> poll(long timeoutMillis, Predicate<Message> wanted) {
    Duration limit = timeoutMillis < 0 ? config.pollTimeout() : Duration.ofMillis(timeoutMillis);
    List<Message> messages = new ArrayList<>();
    List<Taken> all = take(System.nanoTime() + nanos(limit));
    for (Taken taken : all) {
      try {
        Message message = MessageDecoder.decode(taken.message());
        if (!wanted.test(message)) {
          putBack(all.subList(all.indexOf(taken), all.size()));
          break;
        }
        messages.add(message);
      } catch (CorruptMessageException corrupt) {
        log.error("{} arrived damaged and is left out", taken.message(), corrupt);
      }
      taken.budget().giveBack(taken.message().size());
    }
    return messages;
  }

  /** From the last to the first, so that they stand as they stood; not after a seek. */
  private void putBack(List<Taken> unwanted) {
    synchronized (lock) {
      for (int i = unwanted.size() - 1; i >= 0; i--) {
        Taken taken = unwanted.get(i);
        if (taken.queue().reading().budget() == taken.budget()) {
          taken.queue().putBack(taken.message());
        }
      }
    }
  }

  /** Saturated, so that a caller may ask for "for ever" by a large number. */
  private static long nanos(Duration limit) {
    return limit.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : limit.toNanos();
  }

  private List<Taken> take(long deadline) {
    synchronized (lock) {
      assigned.values().forEach(AssignedQueue::askedForMore);
      assigned.values().forEach(queue -> queue.reading().loop().revive());
      while (true) {
        requireOpen();
        List<Taken> taken = takeWhatIsThere();
        long left = deadline - System.nanoTime();
        if (!taken.isEmpty()) {
          return taken;
        }
        if (refusal != null) {
          ONSClientException why = refusal;
          refusal = null;
          throw new ONSClientException(why.getMessage(), why);
        }
        if (left <= 0) {
          return List.of();
        }
        try {
          lock.wait(left / 1_000_000 + 1);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new ONSClientException(
              "the thread was interrupted while it waited for messages",
              interrupted,
              ErrorCode.INTERRUPTED);
        }
      }
    }
  }

  /** One message of each queue in turn, so that no queue is held up by another. */
  private List<Taken> takeWhatIsThere() {
    List<Taken> taken = new ArrayList<>();
    List<AssignedQueue> queues = new ArrayList<>(assigned.values());
    int empty = 0;
    while (taken.size() < config.batch() && empty < queues.size()) {
      AssignedQueue queue = queues.get(Math.floorMod(turn++, queues.size()));
      ReceivedMessage message = queue.next();
      if (message == null) {
        empty++;
      } else {
        empty = 0;
        taken.add(new Taken(message, queue, queue.reading().budget()));
      }
    }
    return taken;
  }

  void seek(TopicPartition partition, long offset) {
    MessageQueue queue = assigned(partition).queue();
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
    move(partition, await(calls.beginning(assigned(partition).queue())));
  }

  void seekToEnd(TopicPartition partition) {
    move(partition, await(calls.end(assigned(partition).queue())));
  }

  private void move(TopicPartition partition, long offset) {
    PullLoop loop;
    synchronized (lock) {
      loop = read(assigned(partition), offset);
      share();
    }
    loop.poll();
  }

  void pause(Collection<TopicPartition> partitions, boolean paused) {
    synchronized (lock) {
      List<AssignedQueue> queues = partitions.stream().map(this::assigned).toList();
      queues.forEach(queue -> queue.paused(paused));
      lock.notifyAll();
    }
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
    AssignedQueue queue = assignedOrNull(partition);
    if (queue != null) {
      committed(queue, offset);
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
    Map<AssignedQueue, Long> changed = new LinkedHashMap<>();
    synchronized (lock) {
      for (AssignedQueue queue : assigned.values()) {
        long offset = upTo.applyAsLong(queue);
        if (!queue.isCommitted(offset)) {
          changed.put(queue, offset);
        }
      }
    }
    return CompletableFuture.allOf(
        changed.entrySet().stream()
            .map(
                entry ->
                    calls
                        .commit(entry.getKey().queue(), entry.getValue())
                        .thenRun(() -> committed(entry.getKey(), entry.getValue())))
            .toArray(CompletableFuture[]::new));
  }

  private void committed(AssignedQueue queue, long offset) {
    synchronized (lock) {
      queue.committed(offset);
    }
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
    synchronized (lock) {
      closed = true;
      assigned.values().forEach(AssignedQueue::stop);
      lock.notifyAll();
    }
    core.close();
  }

  private void requireOpen() {
    if (closed) {
      throw new ONSClientException(
          "the pull consumer was shut down", null, ErrorCode.CLIENT_CLOSED);
    }
  }

  private AssignedQueue assignedOrNull(TopicPartition partition) {
    synchronized (lock) {
      return assigned.get(partition);
    }
  }

  private AssignedQueue assigned(TopicPartition partition) {
    AssignedQueue queue = assignedOrNull(partition);
    if (queue == null) {
      throw new ONSClientException(
          partition + " is not assigned to this consumer; call assign first",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    return queue;
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
