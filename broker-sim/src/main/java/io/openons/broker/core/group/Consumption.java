package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.Turn;
import io.openons.broker.core.api.WaitingCalls;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordDeletedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a group has consumed of a topic, what it holds under lease, and who waits for more.
 *
 * <p>The state is saved now and then: after a crash, the messages that were finished since are
 * delivered again. Leases and waits go by the time that passes; the clock counts only between a
 * stop and the next start.
 *
 * <p>Safe on any thread; waiting takes are answered outside of the lock, which nobody holds for
 * longer than a {@link Turn}.
 */
public final class Consumption {
  /**
   * Messages of a topic that a group may have unfinished; more are not begun, so memory stays
   * bounded: about 300 bytes each. Ours.
   */
  static final int MAX_UNFINISHED = 100_000;

  /** Leases that are freed or struck out in one go: less than a millisecond. */
  private static final int LEASES_AT_ONCE = 512;

  /** Pages of progress stored in one go: less than a millisecond. */
  private static final int PAGES_AT_ONCE = 16;

  private static final Logger log = LoggerFactory.getLogger(Consumption.class);

  /**
   * What all progress needs from the broker.
   *
   * @param clock only for what is stored
   * @param waiting the takes that wait at the broker
   * @param maxWaitingOfGroup how many of them may be of one group and topic
   * @param unfinished how many messages of all groups are unfinished
   * @param maxUnfinished how many may be
   * @param firstSerial where the serials of handles begin
   */
  public record Environment(
      Journal journal,
      Clients clients,
      DeadLetters deadLetters,
      InstantSource clock,
      Scheduler scheduler,
      StartPosition startOfNewGroups,
      WaitingCalls waiting,
      int maxWaitingOfGroup,
      AtomicLong unfinished,
      long maxUnfinished,
      int firstSerial) {
    /**
     * Returns where the serials of a broker that starts at a time begin. A power cut may take a
     * message that was delivered, and another gets its offset; then the handle of the one must not
     * finish the other. It may also take a delivery, and the next must not have the same handle.
     *
     * @param start milliseconds since 1970; near times have serials far apart
     */
    public static int firstSerial(long start) {
      return 1 + (int) (start * 0x9E3779B97F4A7C15L >>> 34);
    }

    /** Returns by how much the clock is ahead of the time that passes. */
    long lead() {
      return clock.millis() - scheduler.elapsed();
    }
  }

  /** Knows all progress. */
  interface Registry {
    /** Some progress changed since it was stored last. */
    void changed(Consumption consumption);

    /** A client consumes here. Returns false when too many are known to know it, too. */
    boolean seen(String clientId, Consumption consumption);
  }

  private final Group group;
  private final Topic topic;
  private final Environment environment;
  private final Registry registry;
  private final StoredProgress stored;
  private final UnfinishedBook book;
  private final SubscriptionWatch subscriptions;
  private final WaitingCalls waitingOfGroup;
  private final WaitingTakes waiting = new WaitingTakes();
  private final Runnable arrivalListener = this::wake;
  private boolean isChanged;
  private boolean goesOn;
  private boolean isEnded;
  private int counted;
  private Scheduler.Task wakeTask;
  private long wakeAt;

  /** Goes on from what is stored, which is nothing for a group that has not begun. */
  Consumption(
      Group group, Topic topic, Environment environment, Registry registry, StoredProgress stored) {
    this.group = group;
    this.topic = topic;
    this.environment = environment;
    this.registry = registry;
    this.stored = stored;
    this.subscriptions =
        new SubscriptionWatch(group.name(), topic.name(), environment.scheduler()::elapsed);
    this.waitingOfGroup =
        new WaitingCalls(
            "in group %s at topic %s".formatted(group.name(), topic.name()),
            environment.maxWaitingOfGroup);
    boolean isOld = stored.isOld();
    List<QueueProgress> queues = stored.restore(environment.lead());
    long now = environment.scheduler.elapsed();
    queues.forEach(queue -> queue.unfinished.values().forEach(lease -> restored(lease, now)));
    this.book = new UnfinishedBook(queues, environment.firstSerial());
    synchronized (this) {
      book.holders().forEach(this::holds);
      if (isOld) {
        changed();
      }
      count();
    }
  }

  /**
   * Bounds a lease that is older than the broker's start. Its holder may have lost the answer with
   * the connection, so the holder's life does not renew it; and the clock may have been set back.
   */
  private static void restored(Unfinished lease, long now) {
    Duration longest = lease.isRenewed() ? Limits.AUTO_RENEW_LEASE : Limits.MAX_LEASE;
    lease.end = Math.min(lease.end, now + longest.toMillis());
    if (lease.isRenewed()) {
      lease.renewUntil = Math.min(lease.renewUntil, lease.end);
    }
  }

  /** A holder from before the start has the usual time to come back. */
  private void holds(String clientId) {
    environment.clients.seen(clientId);
    registry.seen(clientId, this);
  }

  private void changed() {
    count();
    if (!isChanged && !isEnded) {
      isChanged = true;
      registry.changed(this);
    }
  }

  private void count() {
    int counts = isEnded ? 0 : book.size();
    environment.unfinished.addAndGet(counts - counted);
    counted = counts;
  }

  /**
   * The topic or the group was deleted: ends the takes that wait, and stores nothing from now on.
   * Returns the records that are left to remove.
   */
  StoredProgress end() {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      isEnded = true;
      count();
      while (!waiting.isEmpty()) {
        WaitingTakes.Take take = waiting.first();
        waiting.remove(take);
        answers.add(() -> take.answer.completeExceptionally(gone()));
      }
    }
    answers.forEach(Runnable::run);
    return stored;
  }

  private void requireNotEnded() {
    if (isEnded) {
      throw gone();
    }
  }

  private BrokerException gone() {
    return topic.isDeleted()
        ? new BrokerException(
            Reason.TOPIC_NOT_FOUND, "topic %s was deleted".formatted(topic.name()))
        : new BrokerException(
            Reason.CONSUMER_GROUP_NOT_FOUND, "group %s was deleted".formatted(group.name()));
  }

  /**
   * Fixes where the group begins in the queues that it has not begun, and stores that at once: a
   * message that is stored later must be delivered to the group even when the broker is killed in
   * between.
   */
  public void begin() {
    begin(environment.startOfNewGroups);
  }

  /**
   * Fixes where the group begins, as {@link #begin()}.
   *
   * @param start where, if it is new
   */
  public synchronized void begin(StartPosition start) {
    requireNotEnded();
    // A queue that was added after the group began holds only messages that are new to the group.
    boolean isNew = book.queues().stream().allMatch(queue -> queue.next == QueueProgress.NOT_BEGUN);
    while (book.queues().size() < topic.queues()) {
      book.addQueue(new QueueProgress());
    }
    for (int i = 0; i < book.queues().size(); i++) {
      QueueProgress queue = book.queues().get(i);
      if (queue.next == QueueProgress.NOT_BEGUN) {
        long next =
            isNew && !beginsEarliest(start) ? topic.queue(i).size() : topic.queue(i).begin();
        stored.storeNext(i, next);
        queue.next = next;
      }
    }
  }

  /** Dead letters, and what a group gets once more, were there before it looks for them. */
  private boolean beginsEarliest(StartPosition start) {
    return start == StartPosition.EARLIEST
        || topic.name().isDeadLetters()
        || topic.name().isRedeliveries();
  }

  /**
   * Gives messages under lease; none when the waiting time is over. Cancelling the future ends the
   * waiting. A take that does not wait may be answered later, too, when there is much to look at.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when too many takes wait
   */
  public CompletableFuture<List<Delivery>> take(TakeRequest request) {
    begin();
    WaitingTakes.Take take = new WaitingTakes.Take(request);
    Filling filling;
    boolean waits;
    synchronized (this) {
      requireNotEnded();
      if (registry.seen(request.clientId(), this)) {
        subscriptions.seen(request.clientId(), request.filter().expression());
      }
      Turn turn = new Turn();
      filling = fill(request, turn);
      waits = filling.isEmpty() && (turn.isOver() || !take.isOnlyLooking());
      if (waits) {
        topic.addArrivalListener(arrivalListener);
        // What arrived before the listener was there woke nobody.
        filling = turn.isOver() ? filling : fill(request, turn);
        waits = filling.isEmpty();
      }
      if (waits) {
        enter(take);
        if (turn.isOver()) {
          goOn();
        } else {
          scheduleWake();
        }
      }
    }
    filling.announceDeadLetters();
    if (!waits) {
      return CompletableFuture.completedFuture(filling.deliveries());
    }
    Duration wait = take.isOnlyLooking() ? Limits.MAX_POLLING : request.waitTime();
    Scheduler.Task timeout =
        environment.scheduler.after(wait.toMillis(), () -> take.answer.complete(List.of()));
    take.answer.whenComplete(
        (deliveries, failure) -> {
          timeout.cancel();
          leave(take);
        });
    return take.answer;
  }

  private void enter(WaitingTakes.Take take) {
    try {
      waitingOfGroup.enter(take.answer);
      environment.waiting.enter(take.answer);
      waiting.add(take);
    } catch (BrokerException full) {
      take.answer.cancel(false);
      leave(take);
      throw full;
    }
  }

  private synchronized void leave(WaitingTakes.Take take) {
    waiting.remove(take);
    if (waiting.isEmpty()) {
      topic.removeArrivalListener(arrivalListener);
    }
  }

  private Filling fill(TakeRequest request, Turn turn) {
    registry.seen(request.clientId(), this);
    while (true) {
      dropDeleted(turn);
      Filling filling = new Filling(group, topic, environment, book, request, turn);
      if (turn.isOver()) {
        return filling;
      }
      try {
        // Each time a queue's begin has moved on, so this ends.
        if (filling.fill()) {
          return filling;
        }
      } finally {
        changed();
      }
    }
  }

  /** Answers as many waiting takes as there are messages for, in one turn. */
  private void wake() {
    List<Runnable> answers = new ArrayList<>();
    synchronized (this) {
      Turn turn = new Turn();
      while (!goesOn && !waiting.isEmpty()) {
        WaitingTakes.Take take = waiting.first();
        if (!take.answer.isDone() && !wake(take, turn, answers)) {
          break;
        }
        waiting.remove(take);
      }
      if (!waiting.isEmpty()) {
        scheduleWake();
      }
    }
    answers.forEach(Runnable::run);
  }

  /** Answers a waiting take, if there is something for it; returns whether it is answered. */
  private boolean wake(WaitingTakes.Take take, Turn turn, List<Runnable> answers) {
    Filling filling;
    try {
      filling = fill(take.request, turn);
    } catch (RuntimeException e) {
      answers.add(() -> take.answer.completeExceptionally(e));
      return true;
    }
    answers.add(filling::announceDeadLetters);
    if (filling.isEmpty() && turn.isOver()) {
      goOn();
      return false;
    }
    if (filling.isEmpty() && !take.isOnlyLooking()) {
      return false;
    }
    answers.add(() -> answer(take, filling.deliveries()));
    return true;
  }

  private void answer(WaitingTakes.Take take, List<Delivery> deliveries) {
    if (!take.answer.complete(deliveries)) {
      giveBack(deliveries);
    }
  }

  /** Looks further for those who wait after others had their turn. */
  private void goOn() {
    if (!goesOn) {
      goesOn = true;
      environment.scheduler.background(
          () -> {
            synchronized (this) {
              goesOn = false;
            }
            wake();
          });
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
            Math.max(1, wakeAt - environment.scheduler.elapsed()),
            () -> {
              synchronized (this) {
                wakeTask = null;
              }
              wake();
            });
  }

  /** Passes over what the broker deleted because it was too old or too much; a part in a turn. */
  private void dropDeleted(Turn turn) {
    for (int i = 0; i < book.queues().size() && !turn.isOver(); i++) {
      QueueProgress queue = book.queues().get(i);
      long begin = topic.queue(i).begin();
      if (queue.next == QueueProgress.NOT_BEGUN || queue.committed() >= begin) {
        continue;
      }
      int dropped = book.dropBefore(i, begin, environment.scheduler.elapsed(), turn);
      long unseen = Math.max(0, begin - queue.next);
      queue.next = Math.max(queue.next, begin);
      changed();
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

  /** A delivery was consumed. */
  public void acknowledge(ReceiptHandle handle) {
    boolean ordered;
    synchronized (this) {
      Unfinished lease = held(handle);
      ordered = lease.shardingKey != null;
      book.finish(lease, environment.scheduler.elapsed());
      changed();
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
      book.letGo(lease, environment.scheduler.elapsed() + duration.toMillis());
      book.nameAnew(lease);
      if (suspend) {
        lease.attempt--;
      }
      changed = lease.handle(group.id(), topic.id());
      changed();
    }
    wake();
    return changed;
  }

  /**
   * A delivery could not be consumed: it comes again after the back-off of the group, or is a dead
   * letter.
   *
   * @param mostAttempts deliveries after which it is one; null for what the group's settings say
   */
  public void fail(ReceiptHandle handle, Integer mostAttempts) {
    GroupSettings settings = group.settings();
    int most = mostAttempts == null ? settings.maxAttempts() : mostAttempts;
    int attempts;
    synchronized (this) {
      Unfinished lease = held(handle);
      int before = topic.name().isRedeliveries() ? read(handle, lease).message().deliveries() : 0;
      attempts = lease.attempt + before;
      if (attempts < most) {
        book.letGo(lease, environment.scheduler.elapsed() + settings.wait(attempts).toMillis());
        book.nameAnew(lease);
        changed();
      }
    }
    if (attempts < most) {
      wake();
    } else {
      bury(handle);
    }
  }

  private StoredMessage read(ReceiptHandle handle, Unfinished lease) {
    try {
      return topic.read(lease.queue, lease.offset, topic.queue(lease.queue).entry(lease.offset));
    } catch (RecordDeletedException gone) {
      throw refused(handle, "names a message that retention deleted");
    }
  }

  /** Says whether the group is not done with all that the topic has now. */
  public synchronized boolean hasLeft() {
    for (int i = 0; i < topic.queues(); i++) {
      if (committed(i) < topic.queue(i).size()) {
        return true;
      }
    }
    return false;
  }

  /** Makes a delivery a dead letter. */
  public void bury(ReceiptHandle handle) {
    Topic buriedIn;
    synchronized (this) {
      Unfinished lease = held(handle);
      StoredMessage message = read(handle, lease);
      buriedIn = environment.deadLetters.bury(group, topic, message);
      book.finish(lease, environment.scheduler.elapsed());
      changed();
    }
    buriedIn.arrived();
    wake();
  }

  /** Returns deliveries that never reached their consumer; they do not count as attempts. */
  public void giveBack(List<Delivery> deliveries) {
    synchronized (this) {
      long now = environment.scheduler.elapsed();
      for (Delivery delivery : deliveries) {
        Unfinished lease =
            book.queues().get(delivery.stored().queue()).unfinished.get(delivery.stored().offset());
        if (lease != null
            && lease.handle(group.id(), topic.id()).toString().equals(delivery.receiptHandle())) {
          book.letGo(lease, now);
          lease.attempt--;
          changed();
        }
      }
    }
    wake();
  }

  /**
   * Lets others have what the broker kept renewing for a client that is gone, or a part of it.
   * Returns whether there is more.
   */
  boolean release(String clientId) {
    boolean more;
    synchronized (this) {
      subscriptions.gone(clientId);
      more = book.release(clientId, environment.scheduler.elapsed(), LEASES_AT_ONCE);
      changed();
    }
    wake();
    return more;
  }

  /**
   * Returns the lease that a handle names, if it is the latest handle and the lease has not ended.
   */
  private Unfinished held(ReceiptHandle handle) {
    String fault;
    List<QueueProgress> queues = book.queues();
    QueueProgress queue =
        handle.queue() >= 0 && handle.queue() < queues.size() ? queues.get(handle.queue()) : null;
    Unfinished lease =
        queue == null || queue.isReset ? null : queue.unfinished.get(handle.offset());
    long now = environment.scheduler.elapsed();
    if (queue == null || handle.offset() < 0 || handle.offset() >= queue.next) {
      fault = "names a message that was never delivered";
    } else if (handle.offset() < topic.queue(handle.queue()).begin() && lease == null) {
      fault = "names a message that is consumed already, or deleted because of its age";
    } else if (lease == null) {
      fault = "names a message that is consumed already";
    } else if (lease.serial != handle.serial()) {
      fault = "was superseded by a later delivery or lease change";
    } else if (lease.end <= now && !lease.isStillRenewed(now, environment.clients)) {
      fault = "is expired: its lease ended %d ms ago".formatted(now - lease.end);
    } else {
      return lease;
    }
    throw refused(handle, fault);
  }

  private static BrokerException refused(ReceiptHandle handle, String fault) {
    return new BrokerException(
        Reason.INVALID_RECEIPT_HANDLE, "receipt handle '%s' %s".formatted(handle, fault));
  }

  /**
   * Returns the offset below which everything is consumed; -1 when the group has not begun the
   * queue.
   */
  public synchronized long committed(int queue) {
    long committed =
        queue < book.queues().size()
            ? book.queues().get(queue).committed()
            : QueueProgress.NOT_BEGUN;
    // What retention deleted is passed over by the next take.
    return committed == QueueProgress.NOT_BEGUN
        ? committed
        : Math.max(committed, topic.queue(queue).begin());
  }

  /** Notes where a read of a queue, without a lease, ended. */
  public synchronized void pulled(int queue, long next) {
    if (queue < book.queues().size()) {
      book.queues().get(queue).pulled = next;
    }
  }

  /** Returns where the group is in a queue; null when it has not begun the topic. */
  public synchronized QueuePlace place(int queue) {
    long begin = topic.queue(queue).begin();
    long end = topic.queue(queue).size();
    QueueProgress progress = queue < book.queues().size() ? book.queues().get(queue) : null;
    if (progress == null || progress.next == QueueProgress.NOT_BEGUN) {
      // A queue that was added after the group began: all of it is new to the group.
      return hasBegun() ? new QueuePlace(queue, begin, end, begin, begin, 0) : null;
    }
    long committed = Math.max(begin, progress.committed());
    long pulled = Math.max(Math.max(committed, progress.next), Math.min(end, progress.pulled));
    int unfinished = progress.isReset ? 0 : progress.unfinished.size();
    return new QueuePlace(queue, begin, end, committed, pulled, unfinished);
  }

  /**
   * Says whether the group has nothing to do in the topic now: no message is ready for it, and no
   * consumer holds one. Messages may wait for their next delivery.
   */
  public synchronized boolean isIdle() {
    Unfinished first = book.first();
    if (first != null && first.end <= environment.scheduler.elapsed()) {
      return false;
    }
    for (int i = 0; i < topic.queues(); i++) {
      QueuePlace place = place(i);
      if (place != null && place.ready() > 0 || isHeld(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeld(int queue) {
    return queue < book.queues().size()
        && book.queues().get(queue).unfinished.values().stream()
            .anyMatch(lease -> lease.clientId != null);
  }

  private boolean hasBegun() {
    return book.queues().stream().anyMatch(queue -> queue.next != QueueProgress.NOT_BEGUN);
  }

  /** Returns the group. */
  public Group group() {
    return group;
  }

  /** Returns the topic. */
  public Topic topic() {
    return topic;
  }

  /**
   * Sets everything below an offset as consumed and everything from it on as not delivered. The
   * unfinished messages of the queue count no more from now on; they are struck out part by part,
   * and only then new ones are begun.
   */
  public void commit(int queue, long offset) {
    synchronized (this) {
      goTo(queue, offset);
    }
    strikeOut(queue);
  }

  private void goTo(int queue, long offset) {
    requireNotEnded();
    while (book.queues().size() <= queue) {
      book.addQueue(new QueueProgress());
    }
    stored.beforeReset(queue, offset, book.queues().get(queue));
    book.reset(queue, offset);
    changed();
  }

  /** Sets an offset as {@link #commit}, for an operator: stored at once, and nothing is pulled. */
  public void reset(int queue, long offset) {
    synchronized (this) {
      goTo(queue, offset);
      stored.storeNext(queue, offset);
      book.queues().get(queue).pulled = offset;
    }
    strikeOut(queue);
  }

  private void strikeOut(int queue) {
    boolean more;
    synchronized (this) {
      more = book.strikeOut(queue, environment.scheduler.elapsed(), LEASES_AT_ONCE);
      changed();
    }
    if (more) {
      environment.scheduler.background(() -> strikeOut(queue));
    } else {
      wake();
    }
  }

  /** Returns the ids of the clients that take messages here, and live. */
  public List<String> liveTakers() {
    return subscriptions.byClient().keySet().stream()
        .filter(environment.clients::isAlive)
        .sorted()
        .toList();
  }

  /** Returns the filter of each client that consumes. */
  public SubscriptionWatch subscriptions() {
    return subscriptions;
  }

  /**
   * Stores a part of what changed since it was stored last. Returns whether there is more.
   *
   * @throws io.openons.broker.store.disk.AppendRefusedException when the disk is full or fails
   */
  synchronized boolean save() {
    isChanged = false;
    if (isEnded) {
      return false;
    }
    try {
      if (stored.store(book.queues(), PAGES_AT_ONCE, environment.lead())) {
        isChanged = true;
        return true;
      }
      return false;
    } catch (RuntimeException e) {
      changed();
      throw e;
    }
  }

  @Override
  public String toString() {
    return "group %s at topic %s".formatted(group.name(), topic.name());
  }
}
