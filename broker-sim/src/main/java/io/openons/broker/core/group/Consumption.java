package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a group has consumed of a topic, what it holds under lease, and who waits for more.
 *
 * <p>A take first gets what a lost answer may have held, then messages whose lease ended, then new
 * ones. A message that was delivered as often as the group allows becomes a dead letter instead.
 * Among messages with one sharding key, each waits until those before it are finished.
 *
 * <p>The state is saved as one keyed record now and then: after a crash, the messages that were
 * finished since are delivered again.
 *
 * <p>Safe on any thread; waiting takes are answered outside of the lock.
 */
public final class Consumption {
  /**
   * Messages of a queue that a group may have unfinished; more are not begun, so memory stays
   * bounded. Ours.
   */
  static final int MAX_UNFINISHED = 50_000;

  private static final Logger log = LoggerFactory.getLogger(Consumption.class);

  /** What all progress needs from the broker. */
  public record Environment(
      Journal journal,
      Clients clients,
      DeadLetters deadLetters,
      InstantSource clock,
      Scheduler scheduler,
      StartPosition startOfNewGroups) {}

  private record Waiter(TakeRequest request, CompletableFuture<List<Delivery>> answer) {}

  private final Group group;
  private final Topic topic;
  private final Environment environment;
  private final UnfinishedBook book;
  private final SubscriptionWatch subscriptions;
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private final Runnable arrivalListener = this::wake;
  private int turn;
  private boolean dirty;
  private Scheduler.Task wakeTask;
  private long wakeAt;

  /** Goes on from what was stored; null for a group that has not begun. */
  Consumption(Group group, Topic topic, Environment environment, byte[] stored) {
    this.group = group;
    this.topic = topic;
    this.environment = environment;
    this.subscriptions = new SubscriptionWatch(group.name(), topic.name());
    this.book = new UnfinishedBook(stored == null ? List.of() : ProgressCodec.decode(stored));
    long now = environment.clock.millis();
    for (QueueProgress queue : book.queues()) {
      for (Unfinished lease : queue.unfinished.values()) {
        if (lease.clientId != null) {
          environment.clients.seen(lease.clientId);
        }
        if (lease.isRenewed()) {
          // The holder may have lost the answer with the connection, so its life proves nothing.
          book.setEnd(lease, Math.min(lease.end, now + Limits.AUTO_RENEW_LEASE.toMillis()));
          lease.renewUntil = Math.min(lease.renewUntil, lease.end);
        }
      }
    }
  }

  /**
   * Fixes where the group begins in the queues that it has not begun, and stores that at once: a
   * message that is stored later must be delivered to the group even when the broker is killed in
   * between.
   */
  public synchronized void begin() {
    // A queue that was added after the group began holds only messages that are new to the group.
    boolean isNew = book.queues().stream().allMatch(queue -> queue.next == QueueProgress.NOT_BEGUN);
    while (book.queues().size() < topic.queues()) {
      book.addQueue(new QueueProgress());
    }
    boolean changed = false;
    for (int i = 0; i < book.queues().size(); i++) {
      QueueProgress queue = book.queues().get(i);
      if (queue.next == QueueProgress.NOT_BEGUN) {
        queue.next = isNew && !beginsEarliest() ? topic.queue(i).size() : topic.queue(i).begin();
        changed = true;
      }
    }
    if (changed) {
      dirty = true;
      save();
    }
  }

  /** Whoever looks at dead letters wants those that are there. */
  private boolean beginsEarliest() {
    return environment.startOfNewGroups == StartPosition.EARLIEST || topic.name().isDeadLetters();
  }

  /**
   * Gives messages under lease; none when the waiting time is over. Cancelling the future ends the
   * waiting.
   */
  public CompletableFuture<List<Delivery>> take(TakeRequest request) {
    begin();
    subscriptions.seen(request.clientId(), request.filter().expression());
    Waiter waiter = new Waiter(request, new CompletableFuture<>());
    Batch batch;
    synchronized (this) {
      batch = collect(request);
      if (batch.deliveries.isEmpty() && !request.waitTime().isZero()) {
        topic.addArrivalListener(arrivalListener);
        // What arrived before the listener was there woke nobody.
        batch = collect(request);
        if (batch.deliveries.isEmpty()) {
          waiters.add(waiter);
          scheduleWake();
        }
      }
    }
    batch.announceDeadLetters();
    if (!batch.deliveries.isEmpty() || request.waitTime().isZero()) {
      return CompletableFuture.completedFuture(batch.deliveries);
    }
    Scheduler.Task timeout =
        environment.scheduler.after(request.waitTime().toMillis(), () -> giveUp(waiter));
    waiter.answer.whenComplete((deliveries, failure) -> timeout.cancel());
    return waiter.answer;
  }

  private void giveUp(Waiter waiter) {
    synchronized (this) {
      waiters.remove(waiter);
    }
    waiter.answer.complete(List.of());
  }

  /** Answers as many waiting takes as there are messages for. */
  private void wake() {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      while (!waiters.isEmpty()) {
        Waiter waiter = waiters.peek();
        if (!waiter.answer.isDone()) {
          Batch batch;
          try {
            batch = collect(waiter.request);
          } catch (RuntimeException e) {
            answers.add(() -> waiter.answer.completeExceptionally(e));
            waiters.remove();
            continue;
          }
          answers.add(batch::announceDeadLetters);
          if (batch.deliveries.isEmpty()) {
            break;
          }
          answers.add(() -> answer(waiter, batch.deliveries));
        }
        waiters.remove();
      }
      if (waiters.isEmpty()) {
        topic.removeArrivalListener(arrivalListener);
      } else {
        scheduleWake();
      }
    }
    answers.forEach(Runnable::run);
  }

  private void answer(Waiter waiter, List<Delivery> deliveries) {
    if (!waiter.answer.complete(deliveries)) {
      giveBack(deliveries);
    }
  }

  /** Plans to wake waiting takes when the next lease ends. */
  private void scheduleWake() {
    Unfinished first = book.first();
    if (first == null || wakeTask != null && wakeAt <= first.end) {
      return;
    }
    if (wakeTask != null) {
      wakeTask.cancel();
    }
    wakeAt = first.end;
    wakeTask =
        environment.scheduler.after(
            Math.max(1, wakeAt - environment.clock.millis()),
            () -> {
              synchronized (this) {
                wakeTask = null;
              }
              wake();
            });
  }

  /** A take that is being filled. */
  private final class Batch {
    final TakeRequest request;
    final long now;
    final List<Delivery> deliveries = new ArrayList<>();
    private final List<Unfinished> leases = new ArrayList<>();
    private final List<Topic> buriedIn = new ArrayList<>();
    private int bytes;

    Batch(TakeRequest request, long now) {
      this.request = request;
      this.now = now;
    }

    boolean isFull() {
      return deliveries.size() >= Math.min(request.maxMessages(), Limits.MAX_RECEIVE_MESSAGES)
          || bytes >= Limits.RECEIVE_BYTES;
    }

    void add(Unfinished lease, StoredMessage message) {
      bytes += message.message().body().remaining();
      leases.add(lease);
      deliveries.add(new Delivery(message, lease.attempt, handle(lease).toString()));
    }

    /** Says whether a message may be delivered as far as its order goes. */
    boolean isInOrder(Unfinished lease) {
      return group.settings().ordered()
          ? book.allBefore(lease, leases::contains)
          : book.isFirst(lease);
    }

    /**
     * Tells those who wait for dead letters; outside of the lock, since they have locks of their
     * own.
     */
    void announceDeadLetters() {
      buriedIn.forEach(Topic::arrived);
    }
  }

  private Batch collect(TakeRequest request) {
    Batch batch = new Batch(request, environment.clock.millis());
    dropDeleted();
    try {
      repeatLost(batch);
      if (batch.deliveries.isEmpty()) {
        redeliver(batch);
        deliverNew(batch);
      }
    } catch (RecordDeletedException overtaken) {
      // Each time a queue's begin has moved on, so this ends.
      return batch.deliveries.isEmpty() ? collect(request) : batch;
    } catch (RuntimeException e) {
      if (batch.deliveries.isEmpty()) {
        throw e;
      }
      log.error("group {} gets only a part of a batch of topic {}", group.name(), topic.name(), e);
    }
    return batch;
  }

  /** Passes over what the broker deleted because it was too old or too much. */
  private void dropDeleted() {
    for (int i = 0; i < book.queues().size(); i++) {
      QueueProgress queue = book.queues().get(i);
      long begin = topic.queue(i).begin();
      if (queue.next == QueueProgress.NOT_BEGUN || queue.committed() >= begin) {
        continue;
      }
      int dropped = book.dropBefore(i, begin, environment.clock.millis());
      long unseen = Math.max(0, begin - queue.next);
      queue.next = Math.max(queue.next, begin);
      dirty = true;
      log.warn(
          "group {} goes on at offset {} of queue {} of topic {}: before it, retention deleted {}"
              + " messages that it had not finished and {} that it had not received",
          group.name(),
          begin,
          i,
          topic.name(),
          dropped,
          unseen);
    }
  }

  /**
   * A client repeats an attempt when it saw no answer: what that answer held is given again, under
   * the same handles. What others have taken since is not, nor what comes after that in order.
   */
  private void repeatLost(Batch batch) {
    for (Unfinished lease : book.ofAttempt(attemptKey(batch.request))) {
      if (batch.isInOrder(lease)) {
        StoredMessage message = read(lease);
        setLease(lease, batch);
        batch.add(lease, message);
        dirty = true;
      }
    }
  }

  private void redeliver(Batch batch) {
    for (Unfinished lease = book.first();
        lease != null && lease.end <= batch.now && !batch.isFull();
        lease = book.first()) {
      if (isStillRenewed(lease, batch.now)) {
        book.setEnd(lease, batch.now + Limits.AUTO_RENEW_LEASE.toMillis());
      } else if (batch.isInOrder(lease)) {
        offer(lease, read(lease), batch);
      } else {
        book.block(lease);
      }
    }
  }

  private void deliverNew(Batch batch) {
    int count = book.queues().size();
    for (int i = 0; i < count && !batch.isFull(); i++) {
      turn = (turn + 1) % count;
      deliverNew(batch, turn);
    }
  }

  private void deliverNew(Batch batch, int queue) {
    QueueProgress progress = book.queues().get(queue);
    ConsumeQueue index = topic.queue(queue);
    while (!batch.isFull()
        && progress.next < index.size()
        && progress.unfinished.size() < MAX_UNFINISHED) {
      long offset = progress.next;
      ConsumeQueue.Entry entry = index.entry(offset);
      StoredMessage message =
          batch.request.filter().mayMatch(entry.hash()) ? topic.read(queue, offset, entry) : null;
      progress.next++;
      dirty = true;
      if (message != null && batch.request.filter().matches(message.message())) {
        Unfinished lease = new Unfinished(queue, offset, message.message().shardingKey());
        book.begin(lease);
        if (batch.isInOrder(lease)) {
          offer(lease, message, batch);
        }
      }
    }
  }

  /**
   * Delivers a message whose turn it is, unless nobody wants it or it was delivered often enough.
   */
  private void offer(Unfinished lease, StoredMessage message, Batch batch) {
    dirty = true;
    if (!batch.request.filter().matches(message.message())) {
      book.finish(lease, batch.now);
    } else if (lease.attempt >= group.settings().maxAttempts()) {
      bury(lease, message, batch);
    } else {
      lease.attempt++;
      lease.serial++;
      book.hold(lease, batch.request.clientId(), attemptKey(batch.request));
      setLease(lease, batch);
      batch.add(lease, message);
      Unfinished behind =
          group.settings().ordered() && !batch.isFull() ? book.blockedBehind(lease) : null;
      if (behind != null) {
        offer(behind, read(behind), batch);
      }
    }
  }

  private void bury(Unfinished lease, StoredMessage message, Batch batch) {
    try {
      batch.buriedIn.add(environment.deadLetters.bury(group, topic, message));
      book.finish(lease, batch.now);
    } catch (AppendRefusedException full) {
      // The others go on; this one waits until the disk has room.
      book.setEnd(lease, batch.now + Limits.HOUSEKEEPING_INTERVAL.toMillis());
    }
  }

  private void setLease(Unfinished lease, Batch batch) {
    boolean renewed = batch.request.autoRenew();
    Duration duration = renewed ? Limits.AUTO_RENEW_LEASE : batch.request.lease();
    lease.renewUntil = renewed ? batch.now + Limits.MAX_AUTO_RENEW.toMillis() : 0;
    book.setEnd(lease, batch.now + duration.toMillis());
  }

  private static String attemptKey(TakeRequest request) {
    String id = request.attemptId();
    return id == null || id.isEmpty() ? null : request.clientId() + ' ' + id;
  }

  private boolean isStillRenewed(Unfinished lease, long now) {
    return lease.isRenewed()
        && now < lease.renewUntil
        && environment.clients.isAlive(lease.clientId);
  }

  private StoredMessage read(Unfinished lease) {
    return topic.read(lease.queue, lease.offset, topic.queue(lease.queue).entry(lease.offset));
  }

  private ReceiptHandle handle(Unfinished lease) {
    return new ReceiptHandle(group.id(), topic.id(), lease.queue, lease.offset, lease.serial);
  }

  /** A delivery was consumed. */
  public void acknowledge(ReceiptHandle handle) {
    boolean ordered;
    synchronized (this) {
      Unfinished lease = held(handle);
      ordered = lease.shardingKey != null;
      book.finish(lease, environment.clock.millis());
      dirty = true;
    }
    if (ordered) {
      wake();
    }
  }

  /**
   * Sets the lease of a delivery to end after a time from now, and returns its new handle; the old
   * one is void.
   */
  public ReceiptHandle changeLease(ReceiptHandle handle, Duration duration, boolean suspend) {
    ReceiptHandle changed;
    synchronized (this) {
      Unfinished lease = held(handle);
      book.letGo(lease, environment.clock.millis() + duration.toMillis());
      lease.serial++;
      if (suspend) {
        lease.attempt--;
      }
      changed = handle(lease);
      dirty = true;
    }
    wake();
    return changed;
  }

  /** Makes a delivery a dead letter. */
  public void bury(ReceiptHandle handle) {
    Topic buriedIn;
    synchronized (this) {
      Unfinished lease = held(handle);
      buriedIn = environment.deadLetters.bury(group, topic, read(lease));
      book.finish(lease, environment.clock.millis());
      dirty = true;
    }
    buriedIn.arrived();
    wake();
  }

  /** Returns deliveries that never reached their consumer; they do not count as attempts. */
  public void giveBack(List<Delivery> deliveries) {
    synchronized (this) {
      long now = environment.clock.millis();
      for (Delivery delivery : deliveries) {
        Unfinished lease =
            book.queues().get(delivery.stored().queue()).unfinished.get(delivery.stored().offset());
        if (lease != null && handle(lease).toString().equals(delivery.receiptHandle())) {
          book.letGo(lease, now);
          lease.attempt--;
          dirty = true;
        }
      }
    }
    wake();
  }

  /** Lets others have what the broker kept renewing for a client that is gone. */
  void release(String clientId) {
    synchronized (this) {
      subscriptions.gone(clientId);
      long now = environment.clock.millis();
      for (QueueProgress queue : book.queues()) {
        for (Unfinished lease : queue.unfinished.values()) {
          if (lease.isRenewed() && clientId.equals(lease.clientId)) {
            book.letGo(lease, now);
            dirty = true;
          }
        }
      }
    }
    wake();
  }

  /**
   * Returns the lease that a handle names, if it is the latest handle and the lease has not ended.
   */
  private Unfinished held(ReceiptHandle handle) {
    String fault;
    List<QueueProgress> queues = book.queues();
    QueueProgress queue =
        handle.queue() >= 0 && handle.queue() < queues.size() ? queues.get(handle.queue()) : null;
    Unfinished lease = queue == null ? null : queue.unfinished.get(handle.offset());
    long now = environment.clock.millis();
    if (queue == null || handle.offset() < 0 || handle.offset() >= queue.next) {
      fault = "names a message that was never delivered";
    } else if (handle.offset() < topic.queue(handle.queue()).begin() && lease == null) {
      fault = "names a message that is consumed already, or deleted because of its age";
    } else if (lease == null) {
      fault = "names a message that is consumed already";
    } else if (lease.serial != handle.serial()) {
      fault = "was superseded by a later delivery or lease change";
    } else if (lease.end <= now && !isStillRenewed(lease, now)) {
      fault = "is expired: its lease ended %d ms ago".formatted(now - lease.end);
    } else {
      return lease;
    }
    throw new BrokerException(
        Reason.INVALID_RECEIPT_HANDLE, "receipt handle '%s' %s".formatted(handle, fault));
  }

  /**
   * Returns the offset below which everything is consumed; -1 when the group has not begun the
   * queue.
   */
  public synchronized long committed(int queue) {
    dropDeleted();
    return queue < book.queues().size()
        ? book.queues().get(queue).committed()
        : QueueProgress.NOT_BEGUN;
  }

  /** Sets everything below an offset as consumed and everything from it on as not delivered. */
  public void commit(int queue, long offset) {
    synchronized (this) {
      while (book.queues().size() <= queue) {
        book.addQueue(new QueueProgress());
      }
      book.reset(queue, offset, environment.clock.millis());
      dirty = true;
    }
    wake();
  }

  /** Returns the filter of each client that consumes. */
  public SubscriptionWatch subscriptions() {
    return subscriptions;
  }

  /** Stores the progress if it changed since it was stored last. */
  synchronized void save() {
    if (dirty) {
      RecordKey key = new RecordKey(KeyKinds.PROGRESS, group.id() + "/" + topic.id());
      environment.journal.put(key, ProgressCodec.encode(book.queues()));
      dirty = false;
    }
  }
}
