package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Turn;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A take that is being filled.
 *
 * <p>It first gets what a lost answer may have held, then messages whose lease ended, then new
 * ones. A message that was delivered as often as the group allows becomes a dead letter instead.
 * Among messages with one sharding key, each waits until those before it are finished.
 *
 * <p>It ends early when its {@link Turn} is over; the book then knows where to go on. Guarded by
 * its {@link Consumption}.
 */
final class Filling {
  private static final Logger log = LoggerFactory.getLogger(Filling.class);

  private final Group group;
  private final Topic topic;
  private final Consumption.Environment environment;
  private final UnfinishedBook book;
  private final TakeRequest request;
  private final Turn turn;
  private final long now;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Unfinished> leases = new ArrayList<>();
  private final List<Topic> buriedIn = new ArrayList<>();
  private int bytes;

  /** Messages that it has begun, which nobody has counted yet. */
  private int begun;

  private boolean isBehind;

  Filling(
      Group group,
      Topic topic,
      Consumption.Environment environment,
      UnfinishedBook book,
      TakeRequest request,
      Turn turn) {
    this.group = group;
    this.topic = topic;
    this.environment = environment;
    this.book = book;
    this.request = request;
    this.turn = turn;
    this.now = environment.scheduler().elapsed();
  }

  /** Returns the deliveries. */
  List<Delivery> deliveries() {
    return deliveries;
  }

  boolean isEmpty() {
    return deliveries.isEmpty();
  }

  /**
   * Notifies those who wait for dead letters; outside of the lock, since they have locks of their
   * own.
   */
  void announceDeadLetters() {
    buriedIn.forEach(Topic::arrived);
  }

  /**
   * Looks for deliveries. Returns false when retention overtook it, so that it is to be repeated.
   */
  boolean fill() {
    try {
      repeatLost();
      if (deliveries.isEmpty()) {
        redeliver();
        deliverNew();
      }
    } catch (RecordDeletedException overtaken) {
      return !deliveries.isEmpty();
    } catch (RuntimeException e) {
      if (deliveries.isEmpty()) {
        throw e;
      }
      log.error("group {} gets only a part of a batch of topic {}", group.name(), topic.name(), e);
    }
    return true;
  }

  private boolean isFull() {
    return deliveries.size() >= Math.min(request.maxMessages(), Limits.MAX_RECEIVE_MESSAGES)
        || bytes >= Limits.RECEIVE_BYTES
        || turn.isOver();
  }

  private void add(Unfinished lease, StoredMessage message) {
    bytes += message.message().body().remaining();
    leases.add(lease);
    String handle = lease.handle(group.id(), topic.id()).toString();
    deliveries.add(
        new Delivery(
            seenAs(message.message()), message, lease.attempt + before(message.message()), handle));
  }

  /** Returns the topic that the group has a message from. */
  private ResourceName seenAs(Message message) {
    return topic.name().isRedeliveries() && message.origin() != null
        ? ResourceName.of("", message.origin().topic())
        : topic.name();
  }

  /** Returns how many times the group got a message before it was stored once more. */
  private int before(Message message) {
    return topic.name().isRedeliveries() ? message.deliveries() : 0;
  }

  /** Says whether a message may be delivered as far as its order goes. */
  private boolean isInOrder(Unfinished lease) {
    return group.settings().ordered()
        ? book.allBefore(lease, leases::contains)
        : book.isFirst(lease);
  }

  /**
   * A client repeats an attempt when it saw no answer: what that answer held is given again, under
   * the same handles. What others have taken since is not, nor what comes after that in order.
   */
  private void repeatLost() {
    for (Unfinished lease : book.ofAttempt(request.clientId(), attemptId())) {
      if (!book.isReset(lease) && isInOrder(lease)) {
        StoredMessage message = read(lease);
        lease(lease);
        add(lease, message);
      }
    }
  }

  private void redeliver() {
    for (Unfinished lease = book.first();
        lease != null && lease.end <= now && !isFull();
        lease = book.first()) {
      turn.pass();
      if (book.isReset(lease)) {
        book.finish(lease, now);
      } else if (lease.isStillRenewed(now, environment.clients())) {
        book.setEnd(lease, Math.min(now + Limits.AUTO_RENEW_LEASE.toMillis(), lease.renewUntil));
      } else if (isInOrder(lease)) {
        offer(lease, read(lease));
      } else {
        book.block(lease);
      }
    }
  }

  private void deliverNew() {
    int count = book.queues().size();
    for (int i = 0; i < count && !isFull(); i++) {
      deliverNew(book.nextQueue());
    }
    if (isBehind && deliveries.isEmpty()) {
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          "the broker has %d unfinished deliveries, and may have %d; acknowledge some first"
              .formatted(environment.unfinished().get(), environment.maxUnfinished()));
    }
  }

  private void deliverNew(int queue) {
    QueueProgress progress = book.queues().get(queue);
    ConsumeQueue index = topic.queue(queue);
    while (!isFull()
        && !progress.isReset
        && progress.next < index.size()
        && book.size() < Consumption.MAX_UNFINISHED
        && hasRoom()) {
      long offset = progress.next;
      ConsumeQueue.Entry entry = index.entry(offset);
      StoredMessage message = null;
      if (request.filter().mayMatch(entry.hash())) {
        turn.read();
        message = topic.read(queue, offset, entry);
      } else {
        turn.pass();
      }
      progress.next++;
      if (message != null
          && request.filter().matches(message.message())
          && message.message().isFor(group.name())) {
        Unfinished lease = new Unfinished(queue, offset, message.message().shardingKey());
        book.begin(lease);
        begun++;
        if (isInOrder(lease)) {
          offer(lease, message);
        }
      }
    }
  }

  private boolean hasRoom() {
    boolean hasRoom = environment.unfinished().get() + begun < environment.maxUnfinished();
    isBehind |= !hasRoom;
    return hasRoom;
  }

  /**
   * Delivers a message whose turn it is, unless nobody wants it or it was delivered often enough.
   */
  private void offer(Unfinished lease, StoredMessage message) {
    if (!request.filter().matches(message.message())) {
      book.finish(lease, now);
    } else if (lease.attempt + before(message.message()) >= group.settings().maxAttempts()) {
      bury(lease, message);
    } else {
      lease.attempt++;
      book.nameAnew(lease);
      lease(lease);
      add(lease, message);
      Unfinished behind =
          group.settings().ordered() && !isFull() ? book.blockedBehind(lease) : null;
      if (behind != null) {
        offer(behind, read(behind));
      }
    }
  }

  private void bury(Unfinished lease, StoredMessage message) {
    try {
      buriedIn.add(environment.deadLetters().bury(group, topic, message));
      book.finish(lease, now);
    } catch (AppendRefusedException full) {
      // The others go on; this one waits until the disk has room.
      book.letGo(lease, now + Limits.HOUSEKEEPING_INTERVAL.toMillis());
    }
  }

  private void lease(Unfinished lease) {
    Duration whole = request.lease().isZero() ? Limits.MAX_AUTO_RENEW : request.lease();
    boolean renewed = request.autoRenew() && whole.compareTo(Limits.AUTO_RENEW_LEASE) > 0;
    Duration duration = renewed ? Limits.AUTO_RENEW_LEASE : whole;
    book.lease(
        lease,
        request.clientId(),
        attemptId(),
        now + duration.toMillis(),
        renewed ? now + whole.toMillis() : Unfinished.NEVER);
  }

  private String attemptId() {
    String id = request.attemptId();
    return id == null || id.isEmpty() ? null : id;
  }

  private StoredMessage read(Unfinished lease) {
    turn.read();
    return topic.read(lease.queue, lease.offset, topic.queue(lease.queue).entry(lease.offset));
  }
}
