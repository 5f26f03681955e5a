package io.openons.broker.core;

import io.openons.broker.store.ConsumeQueue;
import io.openons.broker.store.Journal;
import io.openons.broker.store.RecordKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * What a group has consumed of a topic, what it holds under lease, and who waits for more.
 *
 * <p>A take first gets what a lost answer may have held, then messages whose lease ended, then new
 * ones. The state is saved as one keyed record now and then: after a crash, the messages that were
 * finished since are delivered again.
 *
 * <p>Safe on any thread; waiting takes are answered outside of the lock.
 */
final class GroupProgress {
  /** What all progress needs from the broker. */
  record Environment(
      Journal journal,
      Clients clients,
      InstantSource clock,
      Scheduler scheduler,
      StartPosition startOfNewGroups) {}

  private record Waiter(TakeRequest request, CompletableFuture<List<Delivery>> answer) {}

  private final Group group;
  private final Topic topic;
  private final Environment environment;
  private final QueueProgress[] queues;
  private final NavigableSet<Lease> byEnd = new TreeSet<>(Lease.BY_END);
  private final Map<String, List<Lease>> byAttemptId = new HashMap<>();
  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private final Runnable arrivalListener = this::wake;
  private int turn;
  private boolean dirty;
  private Scheduler.Task wakeTask;
  private long wakeAt;

  /** Makes the progress of a group that has not begun, or goes on from what was stored. */
  GroupProgress(Group group, Topic topic, Environment environment, byte[] stored) {
    this.group = group;
    this.topic = topic;
    this.environment = environment;
    this.queues = new QueueProgress[topic.queues()];
    Arrays.setAll(queues, queue -> new QueueProgress());
    if (stored != null) {
      ProgressCodec.decode(stored, queues);
      for (QueueProgress queue : queues) {
        for (Lease lease : queue.unfinished.values()) {
          byEnd.add(lease);
          if (lease.clientId != null) {
            // A holder that survived the restart comes back soon; until then it counts as alive.
            environment.clients.seen(lease.clientId);
          }
        }
      }
    }
  }

  /**
   * Fixes where the group begins in the queues that it has not begun, and stores that at once: a
   * message that is stored later must be delivered to the group even when the broker is killed in
   * between.
   */
  synchronized void begin() {
    boolean begun = true;
    for (int i = 0; i < queues.length; i++) {
      if (queues[i].next == QueueProgress.NOT_BEGUN) {
        begun = false;
        queues[i].next =
            environment.startOfNewGroups == StartPosition.EARLIEST ? 0 : topic.queue(i).size();
      }
    }
    if (!begun) {
      dirty = true;
      save();
    }
  }

  /**
   * Gives messages under lease; none when the waiting time is over. Cancelling the future ends the
   * waiting.
   */
  CompletableFuture<List<Delivery>> take(TakeRequest request) {
    begin();
    Waiter waiter = new Waiter(request, new CompletableFuture<>());
    synchronized (this) {
      List<Delivery> found = collect(request);
      if (found.isEmpty() && !request.waitTime().isZero()) {
        topic.addArrivalListener(arrivalListener);
        // What arrived before the listener was there woke nobody.
        found = collect(request);
        if (found.isEmpty()) {
          waiters.add(waiter);
          scheduleWake();
        }
      }
      if (!found.isEmpty() || request.waitTime().isZero()) {
        return CompletableFuture.completedFuture(found);
      }
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
        if (waiter.answer.isDone()) {
          waiters.remove();
          continue;
        }
        List<Delivery> found;
        try {
          found = collect(waiter.request);
        } catch (RuntimeException e) {
          waiters.remove();
          answers.add(() -> waiter.answer.completeExceptionally(e));
          continue;
        }
        if (found.isEmpty()) {
          break;
        }
        waiters.remove();
        answers.add(
            () -> {
              if (!waiter.answer.complete(found)) {
                giveBack(found);
              }
            });
      }
      if (waiters.isEmpty()) {
        topic.removeArrivalListener(arrivalListener);
      } else {
        scheduleWake();
      }
    }
    answers.forEach(Runnable::run);
  }

  /** Plans to wake waiting takes when the next lease ends. */
  private void scheduleWake() {
    if (byEnd.isEmpty() || wakeTask != null && wakeAt <= byEnd.first().end) {
      return;
    }
    if (wakeTask != null) {
      wakeTask.cancel();
    }
    wakeAt = byEnd.first().end;
    long delay = Math.max(1, wakeAt - environment.clock.millis());
    wakeTask =
        environment.scheduler.after(
            delay,
            () -> {
              synchronized (this) {
                wakeTask = null;
              }
              wake();
            });
  }

  private List<Delivery> collect(TakeRequest request) {
    Batch batch = new Batch(request, environment.clock.millis());
    repeatLost(batch);
    if (batch.deliveries.isEmpty()) {
      redeliver(batch);
      deliverNew(batch);
    }
    return batch.deliveries;
  }

  /** A take that is being filled. */
  private final class Batch {
    final TakeRequest request;
    final long now;
    final List<Delivery> deliveries = new ArrayList<>();
    private int bytes;

    Batch(TakeRequest request, long now) {
      this.request = request;
      this.now = now;
    }

    boolean isFull() {
      return deliveries.size() >= Math.min(request.maxMessages(), Limits.MAX_RECEIVE_MESSAGES)
          || bytes >= Limits.RECEIVE_BYTES;
    }

    void add(Lease lease, StoredMessage message) {
      bytes += message.message().body().remaining();
      deliveries.add(new Delivery(message, lease.attempt, handle(lease).toString()));
    }
  }

  /**
   * A client repeats an attempt when it saw no answer: what that answer held is given again, under
   * the same handles.
   */
  private void repeatLost(Batch batch) {
    List<Lease> lost = byAttemptId.getOrDefault(attemptKey(batch.request), List.of());
    for (Lease lease : lost) {
      byEnd.remove(lease);
      setLease(lease, batch);
      batch.add(lease, read(lease));
    }
  }

  private void redeliver(Batch batch) {
    while (!batch.isFull() && !byEnd.isEmpty() && byEnd.first().end <= batch.now) {
      Lease lease = byEnd.pollFirst();
      if (isStillRenewed(lease, batch.now)) {
        lease.end = batch.now + Limits.AUTO_RENEW_LEASE.toMillis();
        byEnd.add(lease);
        continue;
      }
      forgetAttempt(lease);
      StoredMessage message = read(lease);
      if (batch.request.filter().matches(message.message())) {
        deliver(lease, message, batch);
      } else {
        queues[lease.queue].unfinished.remove(lease.offset);
        dirty = true;
      }
    }
  }

  private void deliverNew(Batch batch) {
    for (int i = 0; i < queues.length && !batch.isFull(); i++) {
      turn = (turn + 1) % queues.length;
      deliverNew(batch, turn);
    }
  }

  private void deliverNew(Batch batch, int queue) {
    QueueProgress progress = queues[queue];
    ConsumeQueue index = topic.queue(queue);
    while (!batch.isFull() && progress.next < index.size()) {
      long offset = progress.next;
      ConsumeQueue.Entry entry = index.entry(offset);
      if (batch.request.filter().mayMatch(entry.tagHash())) {
        StoredMessage message = topic.read(queue, offset, entry);
        if (batch.request.filter().matches(message.message())) {
          Lease lease = new Lease(queue, offset);
          progress.unfinished.put(offset, lease);
          deliver(lease, message, batch);
        }
      }
      progress.next++;
      dirty = true;
    }
  }

  private void deliver(Lease lease, StoredMessage message, Batch batch) {
    lease.attempt++;
    lease.serial++;
    lease.clientId = batch.request.clientId();
    lease.attemptId = attemptKey(batch.request);
    if (lease.attemptId != null) {
      byAttemptId.computeIfAbsent(lease.attemptId, absent -> new ArrayList<>()).add(lease);
    }
    setLease(lease, batch);
    batch.add(lease, message);
    dirty = true;
  }

  private void setLease(Lease lease, Batch batch) {
    boolean renewed = batch.request.autoRenew();
    Duration duration = renewed ? Limits.AUTO_RENEW_LEASE : batch.request.lease();
    lease.end = batch.now + duration.toMillis();
    lease.renewUntil = renewed ? batch.now + Limits.MAX_AUTO_RENEW.toMillis() : 0;
    byEnd.add(lease);
  }

  private static String attemptKey(TakeRequest request) {
    String id = request.attemptId();
    return id == null || id.isEmpty() ? null : request.clientId() + ' ' + id;
  }

  private void forgetAttempt(Lease lease) {
    if (lease.attemptId != null) {
      byAttemptId.computeIfPresent(
          lease.attemptId,
          (id, leases) -> leases.remove(lease) && leases.isEmpty() ? null : leases);
      lease.attemptId = null;
    }
  }

  private boolean isStillRenewed(Lease lease, long now) {
    return lease.isRenewed()
        && now < lease.renewUntil
        && environment.clients.isAlive(lease.clientId);
  }

  private StoredMessage read(Lease lease) {
    return topic.read(lease.queue, lease.offset, topic.queue(lease.queue).entry(lease.offset));
  }

  private ReceiptHandle handle(Lease lease) {
    return new ReceiptHandle(group.id(), topic.id(), lease.queue, lease.offset, lease.serial);
  }

  /** A delivery was consumed. */
  synchronized void acknowledge(ReceiptHandle handle) {
    Lease lease = held(handle);
    forgetAttempt(lease);
    byEnd.remove(lease);
    queues[lease.queue].unfinished.remove(lease.offset);
    dirty = true;
  }

  /**
   * Sets the lease of a delivery to end after a time from now, and returns its new handle; the old
   * one is void.
   */
  ReceiptHandle changeLease(ReceiptHandle handle, Duration duration) {
    ReceiptHandle changed;
    synchronized (this) {
      Lease lease = held(handle);
      end(lease, environment.clock.millis() + duration.toMillis());
      lease.serial++;
      changed = handle(lease);
    }
    wake();
    return changed;
  }

  /** Returns deliveries that never reached their consumer; they do not count as attempts. */
  void giveBack(List<Delivery> deliveries) {
    synchronized (this) {
      long now = environment.clock.millis();
      for (Delivery delivery : deliveries) {
        Lease lease = queues[delivery.stored().queue()].unfinished.get(delivery.stored().offset());
        if (lease != null && handle(lease).toString().equals(delivery.receiptHandle())) {
          end(lease, now);
          lease.attempt--;
        }
      }
    }
    wake();
  }

  /** Lets others have what the broker kept renewing for a client that is gone. */
  void release(String clientId) {
    synchronized (this) {
      long now = environment.clock.millis();
      for (QueueProgress queue : queues) {
        for (Lease lease : queue.unfinished.values()) {
          if (lease.isRenewed() && clientId.equals(lease.clientId)) {
            end(lease, now);
          }
        }
      }
    }
    wake();
  }

  private void end(Lease lease, long end) {
    forgetAttempt(lease);
    byEnd.remove(lease);
    lease.end = end;
    lease.renewUntil = 0;
    lease.clientId = null;
    byEnd.add(lease);
    dirty = true;
  }

  /**
   * Returns the lease that a handle names, if it is the latest handle and the lease has not ended.
   */
  private Lease held(ReceiptHandle handle) {
    String fault;
    QueueProgress queue =
        handle.queue() >= 0 && handle.queue() < queues.length ? queues[handle.queue()] : null;
    Lease lease = queue == null ? null : queue.unfinished.get(handle.offset());
    long now = environment.clock.millis();
    if (queue == null || handle.offset() < 0 || handle.offset() >= queue.next) {
      fault = "names a message that was never delivered";
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
  synchronized long committed(int queue) {
    return queues[queue].committed();
  }

  /** Sets everything below an offset as consumed and everything from it on as not delivered. */
  synchronized void commit(int queue, long offset) {
    for (Lease lease : queues[queue].unfinished.values()) {
      forgetAttempt(lease);
      byEnd.remove(lease);
    }
    queues[queue].unfinished.clear();
    queues[queue].next = offset;
    dirty = true;
  }

  /** Stores the progress if it changed since it was stored last. */
  synchronized void save() {
    if (dirty) {
      RecordKey key = new RecordKey(RecordKinds.PROGRESS, group.id() + "/" + topic.id());
      environment.journal.put(key, ProgressCodec.encode(queues));
      dirty = false;
    }
  }
}
