package io.openons.broker.core.topic;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.OnTrial;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageCodec;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.SearchHash;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.view.ConsumeQueue;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A topic: a name and its queues. Safe on any thread. */
public final class Topic {
  /**
   * What is stored of a topic.
   *
   * @param orderedQueues the queues it began with. Ordered messages stay in these when queues are
   *     added, or a sharding key would move to another queue and overtake itself.
   * @param madeOnUse whether it was made because somebody named it
   * @param unused whether it was made on use, and nothing was sent to it or consumed from it yet
   */
  record Description(
      int id,
      String instance,
      String name,
      int queues,
      int orderedQueues,
      Set<MessageKind> accepts,
      Permission permission,
      boolean madeOnUse,
      boolean unused) {}

  private final int id;
  private final ResourceName name;
  private final int orderedQueues;
  private final Journal journal;
  private final AtomicInteger nextQueue = new AtomicInteger();
  private final Set<Runnable> arrivalListeners = ConcurrentHashMap.newKeySet();
  private final OnTrial.Naming naming;
  private volatile TopicSettings settings;
  private volatile boolean madeOnUse;
  private volatile boolean unused;
  private volatile boolean deleted;

  Topic(Description description, Journal journal, long now) {
    this.naming = new OnTrial.Naming(now);
    this.madeOnUse = description.madeOnUse();
    this.unused = description.unused();
    this.id = description.id();
    this.name = new ResourceName(description.instance(), description.name());
    this.orderedQueues = description.orderedQueues();
    this.settings =
        new TopicSettings(description.queues(), description.accepts(), description.permission());
    this.journal = journal;
  }

  OnTrial.Naming naming() {
    return naming;
  }

  /** Returns whether it was made because somebody named it, and nobody declared it since. */
  public boolean isMadeOnUse() {
    return madeOnUse;
  }

  boolean isUnused() {
    return unused;
  }

  /** Returns whether it was deleted. Who still has it finds nothing new in it. */
  public boolean isDeleted() {
    return deleted;
  }

  void delete() {
    deleted = true;
  }

  /**
   * Refuses when it was deleted.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}
   */
  public void requireNotDeleted() {
    if (deleted) {
      throw new BrokerException(Reason.TOPIC_NOT_FOUND, "topic %s was deleted".formatted(name));
    }
  }

  /** Describes a topic that was declared, or is used. */
  Description describe(TopicSettings changed, boolean madeOnUse) {
    return new Description(
        id,
        name.instance(),
        name.name(),
        changed.queues(),
        orderedQueues,
        EnumSet.copyOf(changed.accepts()),
        changed.permission(),
        madeOnUse,
        false);
  }

  void change(TopicSettings changed, boolean madeOnUse) {
    this.settings = changed;
    this.madeOnUse = madeOnUse;
    this.unused = false;
  }

  /** Returns the number by which the store knows the topic. */
  public int id() {
    return id;
  }

  /** Returns the name. */
  public ResourceName name() {
    return name;
  }

  /** Returns what was chosen about it. */
  public TopicSettings settings() {
    return settings;
  }

  /** Returns how many queues there are; they are numbered from 0. */
  public int queues() {
    return settings.queues();
  }

  QueueKey key(int queue) {
    return new QueueKey(id, queue);
  }

  public ConsumeQueue queue(int queue) {
    return journal.queue(key(queue));
  }

  /** Chooses the queue of a message: as its sender wants, by its sharding key, else in turn. */
  private QueueKey queueFor(Message message, OptionalInt chosen) {
    if (chosen.isPresent()) {
      return key(chosen.getAsInt());
    }
    return key(
        message.shardingKey() == null
            ? Integer.remainderUnsigned(nextQueue.getAndIncrement(), queues())
            : Math.floorMod(message.shardingKey().hashCode(), orderedQueues));
  }

  /**
   * Returns the record that stores a message.
   *
   * @param queue its queue; empty when the topic chooses
   * @param now when it is stored, milliseconds since 1970
   * @param change the key that changes with it; null for none
   */
  public QueueRecord record(Message message, OptionalInt queue, long now, KeyChange change) {
    return new QueueRecord(
        queueFor(message, queue),
        now,
        message.tagHash(),
        SearchHash.of(id, message),
        MessageCodec.encode(message),
        change == null ? null : offset -> change);
  }

  public StoredMessage read(int queue, long offset, ConsumeQueue.Entry entry) {
    Message message = MessageCodec.decode(journal.read(key(queue), offset, entry));
    return new StoredMessage(queue, offset, entry.position(), entry.time(), message);
  }

  /**
   * Runs a task at each arrival of messages, on the thread that brought them, until it is removed.
   */
  public void addArrivalListener(Runnable listener) {
    arrivalListeners.add(listener);
  }

  public void removeArrivalListener(Runnable listener) {
    arrivalListeners.remove(listener);
  }

  public void arrived() {
    arrivalListeners.forEach(Runnable::run);
  }
}
