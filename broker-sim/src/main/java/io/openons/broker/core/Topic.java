package io.openons.broker.core;

import io.openons.broker.store.ConsumeQueue;
import io.openons.broker.store.Journal;
import io.openons.broker.store.QueueKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A topic: a name and its queues. Safe on any thread. */
public final class Topic {
  /** What is stored of a topic. */
  record Description(int id, String instance, String name, int queues) {}

  private final int id;
  private final ResourceName name;
  private final int queues;
  private final Journal journal;
  private final AtomicInteger nextQueue = new AtomicInteger();
  private final Set<Runnable> arrivalListeners = ConcurrentHashMap.newKeySet();

  Topic(Description description, Journal journal) {
    this.id = description.id();
    this.name = new ResourceName(description.instance(), description.name());
    this.queues = description.queues();
    this.journal = journal;
  }

  /** Returns the number by which the store knows the topic. */
  public int id() {
    return id;
  }

  /** Returns the name. */
  public ResourceName name() {
    return name;
  }

  /** Returns how many queues there are; they are numbered from 0. */
  public int queues() {
    return queues;
  }

  QueueKey key(int queue) {
    return new QueueKey(id, queue);
  }

  ConsumeQueue queue(int queue) {
    return journal.queue(key(queue));
  }

  /** Chooses queues in turn. */
  int nextQueue() {
    return Integer.remainderUnsigned(nextQueue.getAndIncrement(), queues);
  }

  StoredMessage read(int queue, long offset, ConsumeQueue.Entry entry) {
    Message message = MessageCodec.decode(journal.read(key(queue), offset, entry));
    return new StoredMessage(queue, offset, entry.storeTime(), message);
  }

  /**
   * Runs a task at each arrival of messages, on the thread that brought them, until it is removed.
   */
  void addArrivalListener(Runnable listener) {
    arrivalListeners.add(listener);
  }

  void removeArrivalListener(Runnable listener) {
    arrivalListeners.remove(listener);
  }

  void arrived() {
    arrivalListeners.forEach(Runnable::run);
  }
}
