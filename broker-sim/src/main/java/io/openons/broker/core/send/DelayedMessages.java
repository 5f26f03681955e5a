package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Parked;
import io.openons.broker.core.message.SearchHash;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordDeletedException;
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
 * <p>What a delayed message costs until its time: on disk its record, 20 bytes in the queue's view
 * and 8 in the index; in memory, from a minute before its hour on, about 56 bytes. A recall looks
 * at the message's place, which its handle names, however many messages wait; only after retention
 * has moved the message (by default after 72 hours) it is looked up in the index.
 *
 * <p>Safe on any thread; messages are delivered on the scheduler's. A sender of a delayed message
 * holds this object's lock from {@link #hasToWait} to {@link #stored}, or a delivery in between
 * would pass over it. Nobody else holds it for longer than a part of the work: one batch that is
 * delivered, some entries that are loaded or moved.
 */
public final class DelayedMessages {
  /** The span of one queue: with 40 days ahead there are at most 961 of them. */
  private static final long SPAN_MILLIS = 3_600_000;

  /** A span is loaded this long before it begins. */
  private static final long LOAD_AHEAD_MILLIS = 60_000;

  /** A round that is later than this was not only kept waiting by a busy machine. */
  private static final long LATE_MILLIS = 1_000;

  /** Messages that are delivered by one write to the log. */
  private static final int BATCH = 256;

  /** Entries of a queue that are loaded at once: about a millisecond. */
  private static final int LOADED_AT_ONCE = 4096;

  /** Entries of a queue that retention looks at before others get the lock. */
  private static final int CARRIED_AT_ONCE = 64;

  /**
   * Messages with the hash of one that is recalled that are looked at, should clients choose ids
   * with equal hashes.
   */
  private static final int MAX_CANDIDATES = 1000;

  private static final RecordKey DONE = new RecordKey(KeyKinds.TIMERS_DONE, "");
  private static final Logger log = LoggerFactory.getLogger(DelayedMessages.class);

  /** A delayed message in memory; the order is that of delivery. */
  private record Due(long time, QueueKey queue, long offset) {
    static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::time)
            .thenComparingInt(due -> due.queue.queue())
            .thenComparingLong(Due::offset);
  }

  /** A queue that is being loaded, and what of it is missing. */
  private static final class Loading {
    final QueueKey key;
    long next;
    final long end;

    Loading(QueueKey key, long next, long end) {
      this.key = key;
      this.next = next;
      this.end = end;
    }

    /** Returns the earliest time that its messages have. */
    long begin() {
      return key.queue() * SPAN_MILLIS;
    }
  }

  private final Journal journal;
  private final Topics topics;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private final PriorityQueue<Due> soon = new PriorityQueue<>(Due.ORDER);
  private final Set<Integer> loaded = new HashSet<>();
  private final PriorityQueue<Loading> loading =
      new PriorityQueue<>(Comparator.comparingLong(Loading::begin));
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
    beginToLoad();
    while (!loading.isEmpty()) {
      load();
    }
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
  QueueRecord record(Topic topic, Submission submission) {
    Message message = submission.message();
    return new QueueRecord(
        new QueueKey(KeyKinds.TIMER_QUEUES, span(message.deliveryTime())),
        message.deliveryTime(),
        message.id().hashCode(),
        new int[] {SearchHash.ofDelayed(topic.id(), message.deliveryTime(), message.id())},
        new Parked(topic.id(), submission.queue(), message).encode(),
        null);
  }

  /** Takes over a message whose record was stored. */
  synchronized String stored(Topic topic, Message message, long offset) {
    int span = span(message.deliveryTime());
    if (loaded.contains(span)) {
      soon.add(new Due(message.deliveryTime(), new QueueKey(KeyKinds.TIMER_QUEUES, span), offset));
    }
    plan();
    return new RecallHandle(topic.id(), message.deliveryTime(), offset, message.id()).toString();
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
  public CompletableFuture<String> recall(Topic topic, String text) {
    RecallHandle handle = RecallHandle.parse(text);
    if (handle.topicId() != topic.id()) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "the recall handle is not of topic %s".formatted(topic.name()));
    }
    // A message that is held stays so until its time. The clock may be set, but not by more than
    // the longest delay.
    boolean isHeld = isHeld(handle);
    synchronized (this) {
      RecordKey key = recalled(handle.topicId(), handle.deliveryTime(), handle.messageId());
      if (handle.deliveryTime() <= Math.max(clock.millis(), done.time)) {
        throw new BrokerException(
            Reason.BAD_REQUEST,
            "message %s can no longer be recalled: its delivery time is over"
                .formatted(Texts.shorten(handle.messageId())));
      }
      if (!isHeld || journal.value(key) != null) {
        throw new BrokerException(
            Reason.BAD_REQUEST,
            "message %s is not delayed here, or was recalled before"
                .formatted(Texts.shorten(handle.messageId())));
      }
      journal.put(key, new byte[0]);
    }
    return journal.durable().thenApply(done -> handle.messageId());
  }

  private boolean isHeld(RecallHandle handle) {
    long ahead = handle.deliveryTime() - clock.millis();
    if (ahead <= 0 || ahead > 2 * Limits.MAX_DELAY.toMillis()) {
      return false;
    }
    QueueKey key = new QueueKey(KeyKinds.TIMER_QUEUES, span(handle.deliveryTime()));
    ConsumeQueue queue = journal.queue(key);
    if (handle.offset() < 0 || handle.offset() >= queue.size()) {
      return false;
    }
    try {
      ConsumeQueue.Entry entry = queue.entry(handle.offset());
      return entry.time() == handle.deliveryTime()
          && isOf(handle, journal.read(key, handle.offset(), entry));
    } catch (RecordDeletedException moved) {
      return isMoved(handle, key);
    }
  }

  /** Says whether a message is further back in its queue, where retention has put it. */
  private boolean isMoved(RecallHandle handle, QueueKey key) {
    int hash = SearchHash.ofDelayed(handle.topicId(), handle.deliveryTime(), handle.messageId());
    boolean[] found = {false};
    int[] candidates = {0};
    journal.find(
        hash,
        (queue, offset, entry, content) -> {
          found[0] = queue.equals(key) && isOf(handle, content);
          return !found[0] && ++candidates[0] < MAX_CANDIDATES;
        });
    return found[0];
  }

  private static boolean isOf(RecallHandle handle, ByteBuffer content) {
    Parked parked = Parked.decode(content);
    return parked.topicId() == handle.topicId()
        && parked.message().deliveryTime() == handle.deliveryTime()
        && parked.message().id().equals(handle.messageId());
  }

  /** Looks for the queues that are due soon. */
  private void beginToLoad() {
    int last = span(clock.millis() + LOAD_AHEAD_MILLIS);
    for (QueueKey key : journal.queues(KeyKinds.TIMER_QUEUES)) {
      boolean isDue = key.queue() >= span(done.time) && key.queue() <= last;
      if (isDue && loaded.add(key.queue())) {
        ConsumeQueue queue = journal.queue(key);
        // What is stored from now on goes straight to memory.
        loading.add(new Loading(key, queue.begin(), queue.size()));
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

  /** Loads a part of what is due soon. */
  private void load() {
    Loading first = loading.element();
    ConsumeQueue queue = journal.queue(first.key);
    long end = Math.min(first.end, first.next + LOADED_AT_ONCE);
    for (long offset = Math.max(first.next, queue.begin()); offset < end; offset++) {
      Due due = new Due(queue.entry(offset).time(), first.key, offset);
      if (Due.ORDER.compare(due, done) > 0) {
        soon.add(due);
      }
    }
    first.next = end;
    if (first.next >= first.end) {
      loading.remove();
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

  private void carry(QueueKey key, long limit) {
    long next = 0;
    while (next >= 0) {
      next = carry(key, next, limit);
    }
  }

  /** Moves some from an offset on. Returns where to go on; -1 at the end. */
  private synchronized long carry(QueueKey key, long from, long limit) {
    if (key.queue() < span(done.time)) {
      return -1;
    }
    ConsumeQueue queue = journal.queue(key);
    long begin = Math.max(from, queue.begin());
    long end = Math.min(queue.size(), begin + CARRIED_AT_ONCE);
    for (long offset = begin; offset < end; offset++) {
      ConsumeQueue.Entry entry = queue.entry(offset);
      if (entry.position() >= limit) {
        return -1;
      }
      if (Due.ORDER.compare(new Due(entry.time(), key, offset), done) > 0) {
        long moved = journal.move(key, offset, null);
        if (loaded.contains(key.queue())) {
          soon.add(new Due(entry.time(), key, moved));
        }
      }
    }
    return end < queue.size() ? end : -1;
  }

  /** Plans the next round: at the next delivery, or when the next span is to be loaded. */
  private void plan() {
    long now = clock.millis();
    long nextLoad = (span(now + LOAD_AHEAD_MILLIS) + 1) * SPAN_MILLIS - LOAD_AHEAD_MILLIS;
    long next = soon.isEmpty() ? nextLoad : Math.min(nextLoad, soon.peek().time);
    next = loading.isEmpty() ? next : now;
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

  /** Does a part of what is due; the rest after others had their turn. */
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
        beginToLoad();
        if (!loading.isEmpty()) {
          load();
        }
        if (isDue()) {
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

  /** What is delivered counts for all before it, so these must be loaded. */
  private boolean isDue() {
    return !soon.isEmpty()
        && soon.peek().time <= clock.millis()
        && (loading.isEmpty() || soon.peek().time < loading.element().begin());
  }

  private void deliverBatch(Set<Topic> arrived) {
    List<Due> batch = new ArrayList<>();
    long now = clock.millis();
    while (batch.size() < BATCH && isDue() && soon.peek().time <= now) {
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
    boolean isOrphaned = false;
    for (Due due : batch) {
      if (due.offset < journal.queue(due.queue).begin()) {
        // Its record was moved; the new place is planned too.
        continue;
      }
      Parked parked =
          Parked.decode(
              journal.read(due.queue, due.offset, journal.queue(due.queue).entry(due.offset)));
      RecordKey key = recalled(parked.topicId(), due.time, parked.message().id());
      if (journal.value(key) != null) {
        withdrawn.add(key);
        continue;
      }
      Topic topic = topics.byId(parked.topicId());
      if (topic == null) {
        // Its topic was deleted meanwhile.
        isOrphaned = true;
        continue;
      }
      Message message = parked.message();
      KeyChange change = new KeyChange(DONE, encode(due));
      records.add(topic.record(message, parked.queue(), clock.millis(), change));
      arrived.add(topic);
    }
    if (!records.isEmpty()) {
      journal.append(records);
    }
    done = batch.get(batch.size() - 1);
    if (!withdrawn.isEmpty() || isOrphaned) {
      journal.put(DONE, encode(done));
      withdrawn.forEach(journal::remove);
    }
  }

  /** Clients choose the ids of messages, so only the topic keeps those of two instances apart. */
  private static RecordKey recalled(int topicId, long deliveryTime, String messageId) {
    return new RecordKey(KeyKinds.RECALLED, topicId + "/" + deliveryTime + "/" + messageId);
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
