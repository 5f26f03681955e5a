package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Parked;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.ConsumeQueue;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds delayed messages until their delivery time.
 *
 * <p>They are stored in queues of their own, one for each hour of delivery time, of which only
 * those that are due soon are loaded: the others cost a queue's file and no memory. At its time a
 * message is stored in its topic, and the same record says so: after a crash none is delivered
 * twice and none is lost.
 *
 * <p>Safe on any thread; messages are delivered on the scheduler's. Whoever stores a delayed
 * message holds this object's lock from {@link #hasToWait} to {@link #stored}, or a delivery in
 * between would pass over it.
 */
public final class DelayedMessages {
  /** The span of one queue: with 40 days ahead there are at most 961 of them. */
  private static final long SPAN_MILLIS = 3_600_000;

  /** A span is loaded that much before it begins. */
  private static final long LOAD_AHEAD_MILLIS = 60_000;

  /** A round that is that late was not only kept waiting by a busy machine. */
  private static final long LATE_MILLIS = 1_000;

  /** Messages that are delivered by one write to the log. */
  private static final int BATCH = 256;

  private static final RecordKey DONE = new RecordKey(KeyKinds.TIMERS_DONE, "");
  private static final Logger log = LoggerFactory.getLogger(DelayedMessages.class);

  /** A delayed message in memory; the order is that of delivery. */
  private record Due(long time, QueueKey queue, long offset) {
    static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::time)
            .thenComparingInt(due -> due.queue.queue())
            .thenComparingLong(Due::offset);
  }

  private final Journal journal;
  private final Topics topics;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final PriorityQueue<Due> soon = new PriorityQueue<>(Due.ORDER);
  private final Set<Integer> loaded = new HashSet<>();
  private Due done;
  private Scheduler.Task task;
  private long taskAt;
  private boolean closed;

  /** Goes on from what the journal holds. */
  public DelayedMessages(Journal journal, Topics topics, InstantSource clock, Scheduler scheduler) {
    this.journal = journal;
    this.topics = topics;
    this.clock = clock;
    this.scheduler = scheduler;
    byte[] stored = journal.value(DONE);
    this.done =
        stored == null ? new Due(0, new QueueKey(KeyKinds.TIMER_QUEUES, 0), -1) : decode(stored);
  }

  /** Begins to deliver. */
  public synchronized void start() {
    loadSpans();
    plan();
  }

  /** Delivers nothing more. */
  public synchronized void close() {
    closed = true;
    if (task != null) {
      task.cancel();
    }
  }

  /** Returns the record that holds a message until its time, which must be ahead. */
  QueueRecord record(Topic topic, Message message) {
    return new QueueRecord(
        new QueueKey(KeyKinds.TIMER_QUEUES, span(message.deliveryTime())),
        message.deliveryTime(),
        message.id().hashCode(),
        new Parked(topic.id(), message).encode());
  }

  /** Takes over a message whose record was stored. */
  synchronized String stored(Topic topic, Message message, long offset) {
    int span = span(message.deliveryTime());
    if (loaded.contains(span)) {
      soon.add(new Due(message.deliveryTime(), new QueueKey(KeyKinds.TIMER_QUEUES, span), offset));
    }
    plan();
    return new RecallHandle(topic.id(), message.deliveryTime(), message.id()).toString();
  }

  /**
   * Says whether a message has to wait; what is due already, or was when the clock was further, has
   * not.
   */
  synchronized boolean hasToWait(Message message) {
    return message.deliveryTime() > Math.max(clock.millis(), done.time);
  }

  /**
   * Keeps a message from being delivered. Completes with its id when that is stored.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when there is no such message, or no
   *     longer
   */
  public synchronized CompletableFuture<String> recall(Topic topic, String text) {
    RecallHandle handle = RecallHandle.parse(text);
    RecordKey key = recalled(handle);
    if (handle.topicId() != topic.id()) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "the recall handle is not of topic %s".formatted(topic.name()));
    }
    if (handle.deliveryTime() <= Math.max(clock.millis(), done.time)) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "message %s can no longer be recalled: its delivery time is over"
              .formatted(handle.messageId()));
    }
    if (journal.value(key) != null || !isHeld(handle)) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "message %s is not delayed here, or was recalled before".formatted(handle.messageId()));
    }
    journal.put(key, new byte[0]);
    return journal.durable().thenApply(done -> handle.messageId());
  }

  private boolean isHeld(RecallHandle handle) {
    QueueKey key = new QueueKey(KeyKinds.TIMER_QUEUES, span(handle.deliveryTime()));
    ConsumeQueue queue = journal.queue(key);
    for (long offset = queue.begin(); offset < queue.size(); offset++) {
      ConsumeQueue.Entry entry = queue.entry(offset);
      if (entry.time() == handle.deliveryTime() && entry.hash() == handle.messageId().hashCode()) {
        Parked parked = Parked.decode(journal.read(key, offset, entry));
        if (parked.topicId() == handle.topicId()
            && parked.message().id().equals(handle.messageId())) {
          return true;
        }
      }
    }
    return false;
  }

  private void loadSpans() {
    int last = span(clock.millis() + LOAD_AHEAD_MILLIS);
    for (QueueKey key : journal.queues(KeyKinds.TIMER_QUEUES)) {
      boolean isDue = key.queue() >= span(done.time) && key.queue() <= last;
      if (isDue && loaded.add(key.queue())) {
        load(key);
      }
    }
    // Spans without messages yet: what comes for them goes straight to memory.
    for (int span = span(clock.millis()); span <= last; span++) {
      loaded.add(span);
    }
    int current = span(done.time);
    loaded.removeIf(span -> span < current);
    journal.queues(KeyKinds.TIMER_QUEUES).stream()
        .filter(key -> key.queue() < current)
        .forEach(journal::forget);
  }

  private void load(QueueKey key) {
    ConsumeQueue queue = journal.queue(key);
    for (long offset = queue.begin(); offset < queue.size(); offset++) {
      Due due = new Due(queue.entry(offset).time(), key, offset);
      if (Due.ORDER.compare(due, done) > 0) {
        soon.add(due);
      }
    }
  }

  /**
   * Moves what is not delivered and lies before a position of the log to its end. The record that
   * moves an entry also ends its old one, so a crash in between doubles none.
   */
  public void carry(long limit) {
    for (QueueKey key : journal.queues(KeyKinds.TIMER_QUEUES)) {
      carry(key, limit);
    }
  }

  private synchronized void carry(QueueKey key, long limit) {
    ConsumeQueue queue = journal.queue(key);
    long end = queue.size();
    for (long offset = queue.begin(); offset < end; offset++) {
      ConsumeQueue.Entry entry = queue.entry(offset);
      if (entry.position() >= limit) {
        return;
      }
      if (Due.ORDER.compare(new Due(entry.time(), key, offset), done) > 0) {
        long moved = journal.move(key, offset, null);
        if (loaded.contains(key.queue())) {
          soon.add(new Due(entry.time(), key, moved));
        }
      }
    }
  }

  /** Plans the next round: at the next delivery, or when the next span is to be loaded. */
  private void plan() {
    long now = clock.millis();
    long nextLoad = (span(now + LOAD_AHEAD_MILLIS) + 1) * SPAN_MILLIS - LOAD_AHEAD_MILLIS;
    long next = soon.isEmpty() ? nextLoad : Math.min(nextLoad, soon.peek().time);
    if (closed || task != null && taskAt <= next) {
      return;
    }
    if (task != null) {
      task.cancel();
    }
    taskAt = next;
    task = scheduler.after(Math.max(0, next - now), this::run);
  }

  /** Delivers what is due although its round is not: the clock was set forward. */
  public void catchUp() {
    boolean isLate;
    synchronized (this) {
      isLate = task != null && clock.millis() > taskAt + LATE_MILLIS;
    }
    if (isLate) {
      run();
    }
  }

  private void run() {
    Set<Topic> arrived = new LinkedHashSet<>();
    synchronized (this) {
      if (task != null) {
        task.cancel();
      }
      task = null;
      if (closed) {
        return;
      }
      try {
        loadSpans();
        while (!soon.isEmpty() && soon.peek().time <= clock.millis()) {
          deliverBatch(arrived);
        }
        plan();
      } catch (RuntimeException e) {
        log.error("delayed messages could not be delivered and are tried again in 1 s", e);
        taskAt = clock.millis() + 1000;
        task = scheduler.after(1000, this::run);
      }
    }
    arrived.forEach(Topic::arrived);
  }

  private void deliverBatch(Set<Topic> arrived) {
    List<Due> batch = new ArrayList<>();
    long now = clock.millis();
    while (!soon.isEmpty() && soon.peek().time <= now && batch.size() < BATCH) {
      batch.add(soon.remove());
    }
    try {
      deliver(batch, arrived);
    } catch (RuntimeException e) {
      soon.addAll(batch);
      throw e;
    }
  }

  private void deliver(List<Due> batch, Set<Topic> arrived) {
    List<QueueRecord> records = new ArrayList<>();
    List<RecordKey> withdrawn = new ArrayList<>();
    for (Due due : batch) {
      if (due.offset < journal.queue(due.queue).begin()) {
        // Its record was moved; the new place is planned too.
        continue;
      }
      Parked parked =
          Parked.decode(
              journal.read(due.queue, due.offset, journal.queue(due.queue).entry(due.offset)));
      RecordKey key = recalled(new RecallHandle(parked.topicId(), due.time, parked.message().id()));
      if (journal.value(key) != null) {
        withdrawn.add(key);
        continue;
      }
      Topic topic = topics.byId(parked.topicId());
      Message message = parked.message();
      KeyChange change = new KeyChange(DONE, encode(due));
      records.add(topic.record(message, clock.millis(), change));
      arrived.add(topic);
    }
    if (!records.isEmpty()) {
      journal.append(records);
    }
    done = batch.get(batch.size() - 1);
    if (!withdrawn.isEmpty()) {
      journal.put(DONE, encode(done));
      withdrawn.forEach(journal::remove);
    }
  }

  /** Clients choose the ids of messages, so only the topic tells those of two instances apart. */
  private static RecordKey recalled(RecallHandle handle) {
    return new RecordKey(
        KeyKinds.RECALLED,
        handle.topicId() + "/" + handle.deliveryTime() + "/" + handle.messageId());
  }

  private static int span(long time) {
    return (int) (time / SPAN_MILLIS);
  }

  private static byte[] encode(Due due) {
    return ByteBuffer.allocate(20)
        .putLong(due.time)
        .putInt(due.queue.queue())
        .putLong(due.offset)
        .array();
  }

  private static Due decode(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    return new Due(in.getLong(), new QueueKey(KeyKinds.TIMER_QUEUES, in.getInt()), in.getLong());
  }
}
