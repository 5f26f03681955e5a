package io.openons.broker.core.topic;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.NameRules;
import io.openons.broker.core.api.OnTrial;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Deletions;
import io.openons.broker.core.message.Json;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All topics. Safe on any thread. */
public final class Topics {
  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private final Journal journal;
  private volatile boolean createOnUse;
  private volatile int queuesOfNew;
  private final Map<ResourceName, Topic> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Topic> byId = new ConcurrentHashMap<>();
  private final NavigableMap<String, Topic> sorted = new ConcurrentSkipListMap<>();
  private final int maxMadeOnUse;
  private final LongSupplier elapsed;
  private final OnTrial<Topic> unused;
  private final Deletions deletions;
  private int lastId;
  private int madeOnUse;

  /**
   * Goes on from what the journal holds.
   *
   * @param createOnUse whether a topic is made when it is first named
   * @param maxMadeOnUse how many of those there may be
   * @param elapsed the time that passes, in milliseconds
   */
  public Topics(
      Journal journal,
      boolean createOnUse,
      int queuesOfNew,
      int maxMadeOnUse,
      LongSupplier elapsed) {
    this.journal = journal;
    this.createOnUse = createOnUse;
    this.queuesOfNew = queuesOfNew;
    this.maxMadeOnUse = maxMadeOnUse;
    this.elapsed = elapsed;
    this.unused = new OnTrial<>(elapsed);
    this.deletions = new Deletions(journal, KeyKinds.TOPIC, KeyKinds.DELETED_TOPIC, elapsed);
    this.lastId = deletions.lastNumber();
    for (byte[] stored : journal.latest(KeyKinds.TOPIC).values()) {
      Topic.Description description = Json.read(stored, Topic.Description.class);
      if (deletions.contains(description.id())) {
        lastId = Math.max(lastId, description.id());
      } else {
        add(new Topic(description, journal, elapsed.getAsLong()));
      }
    }
  }

  private void add(Topic topic) {
    byName.put(topic.name(), topic);
    if (!topic.name().equals(ResourceName.TRACES)) {
      sorted.put(topic.name().toString(), topic);
    }
    byId.put(topic.id(), topic);
    lastId = Math.max(lastId, topic.id());
    if (topic.isMadeOnUse()) {
      madeOnUse++;
    }
    if (topic.isUnused()) {
      unused.add(topic, topic.naming());
    }
  }

  /**
   * Returns the topic with a name, which is made now if the broker makes topics on first use.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC} or {@link Reason#TOPIC_NOT_FOUND}
   */
  public Topic use(ResourceName name) {
    Topic topic = byName.get(name);
    if (topic != null && isThere(topic)) {
      return topic;
    }
    NameRules.checkTopic(name);
    if (!createOnUse) {
      throw new BrokerException(
          Reason.TOPIC_NOT_FOUND,
          "topic %s does not exist, and this broker is set not to make topics on first use"
              .formatted(name));
    }
    boolean ofGroup = name.isDeadLetters() || name.isRedeliveries();
    return create(name, TopicSettings.open(ofGroup ? 1 : queuesOfNew), true);
  }

  /**
   * Returns the topic with the messages that a group gets once more, which is made when there is
   * none: with one queue.
   */
  public Topic redeliveries(ResourceName group) {
    ResourceName name = group.redeliveries();
    Topic topic = byName.get(name);
    return topic != null && isThere(topic) ? topic : create(name, TopicSettings.open(1), true);
  }

  /** Returns that topic; null when there is none. */
  public Topic redeliveriesIfAny(ResourceName group) {
    return byName.get(group.redeliveries());
  }

  /** Returns the topic with what clients note about messages, made when there is none. */
  public Topic traces() {
    Topic topic = byName.get(ResourceName.TRACES);
    return topic != null ? topic : create(ResourceName.TRACES, TopicSettings.open(1), false);
  }

  private boolean isThere(Topic topic) {
    return !topic.isUnused() || topic.naming().named(elapsed.getAsLong());
  }

  /**
   * Returns the topic with a name.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC} or {@link Reason#TOPIC_NOT_FOUND}
   */
  public Topic find(ResourceName name) {
    Topic topic = byName.get(name);
    if (topic == null || !isThere(topic)) {
      NameRules.checkTopic(name);
      throw new BrokerException(Reason.TOPIC_NOT_FOUND, "topic %s does not exist".formatted(name));
    }
    return topic;
  }

  /** Returns how many queues a topic has; empty when it does not exist. */
  public OptionalInt queuesOf(ResourceName name) {
    Topic topic = byName.get(name);
    return topic == null ? OptionalInt.empty() : OptionalInt.of(topic.queues());
  }

  /**
   * Returns the topic for the dead letters of a group, which is made when there is none: with one
   * queue.
   */
  public Topic deadLetters(ResourceName group) {
    ResourceName name = group.deadLetters();
    Topic topic = byName.get(name);
    return topic != null && isThere(topic) ? topic : create(name, TopicSettings.open(1), false);
  }

  /**
   * Makes a topic.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC}, or {@link Reason#ALREADY_EXISTS}
   *     when there is one that somebody declared
   */
  public synchronized Topic declare(ResourceName name, TopicSettings settings) {
    Topic known = byName.get(name);
    if (known != null && !known.isMadeOnUse()) {
      throw new BrokerException(
          Reason.ALREADY_EXISTS,
          "topic %s exists already; change it, or choose another name".formatted(name));
    }
    return set(name, settings);
  }

  /**
   * Makes a topic, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC}, or {@link Reason#BAD_REQUEST} when
   *     queues would be lost
   */
  public Topic set(ResourceName name, TopicSettings settings) {
    NameRules.checkTopic(name);
    Topic topic = create(name, settings, false);
    synchronized (this) {
      topic.requireNotDeleted();
      if (settings.queues() < topic.queues()) {
        throw new BrokerException(
            Reason.BAD_REQUEST,
            "topic %s has %d queues, which cannot become %d; messages would be lost"
                .formatted(name, topic.queues(), settings.queues()));
      }
      if (!settings.equals(topic.settings()) || topic.isMadeOnUse()) {
        change(topic, settings, false);
        log.info("topic {} has {} now", name, settings);
      }
    }
    return topic;
  }

  private void change(Topic topic, TopicSettings settings, boolean isMadeOnUse) {
    store(topic.describe(settings, isMadeOnUse));
    if (topic.isMadeOnUse() && !isMadeOnUse) {
      madeOnUse--;
    }
    topic.change(settings, isMadeOnUse);
  }

  private synchronized Topic create(ResourceName name, TopicSettings settings, boolean onUse) {
    Topic made = byName.get(name);
    if (made == null || !isThere(made)) {
      if (onUse && madeOnUse >= maxMadeOnUse) {
        throw new BrokerException(
            Reason.TOPIC_NOT_FOUND,
            ("topic %s does not exist, and the broker has made %d topics on first use, and may make"
                    + " %d; make the topic by the resources file, or raise the limit")
                .formatted(name, madeOnUse, maxMadeOnUse));
      }
      Topic.Description description =
          new Topic.Description(
              lastId + 1,
              name.instance(),
              name.name(),
              settings.queues(),
              settings.queues(),
              EnumSet.copyOf(settings.accepts()),
              settings.permission(),
              onUse,
              onUse);
      store(description);
      made = new Topic(description, journal, elapsed.getAsLong());
      add(made);
      log.info("made topic {} with {}", name, settings);
    }
    return made;
  }

  /** Notes that something is sent to a topic or consumed from it, so that it stays. */
  public void used(Topic topic) {
    if (topic.isUnused()) {
      synchronized (this) {
        if (topic.isUnused() && !topic.isDeleted()) {
          change(topic, topic.settings(), topic.isMadeOnUse());
        }
      }
    }
  }

  /**
   * Lets topics go that were made on first use, and that nobody used or names any longer. Returns
   * whether there may be more, for another call.
   */
  public boolean dropUnused() {
    return unused.sweep(topic -> !topic.isUnused(), this::drop);
  }

  private synchronized void drop(Topic topic) {
    journal.remove(key(topic.id()));
    remove(topic);
    log.info("topic {} is gone: it was made on first use, and never used", topic.name());
  }

  private void remove(Topic topic) {
    byName.remove(topic.name(), topic);
    sorted.remove(topic.name().toString(), topic);
    byId.remove(topic.id());
    if (topic.isMadeOnUse()) {
      madeOnUse--;
    }
  }

  /**
   * Deletes a topic: from now on there is none. Its messages and what belongs to it are removed by
   * {@link #finishDeletions}. No error when it was deleted meanwhile.
   */
  public void delete(Topic topic) {
    synchronized (this) {
      if (byId.get(topic.id()) != topic) {
        return;
      }
      deletions.mark(topic.id());
      remove(topic);
      topic.delete();
    }
    // Reads that wait end by this.
    topic.arrived();
    log.info("topic {} is deleted", topic.name());
  }

  /** Says whether a topic of this number is being deleted. */
  public boolean isBeingDeleted(int id) {
    return deletions.contains(id);
  }

  /** Says whether any topic is being deleted. */
  public boolean areBeingDeleted() {
    return !deletions.isEmpty();
  }

  /** Removes the messages of topics that were deleted, and then the topics. */
  public void finishDeletions() {
    deletions.finish(id -> journal.queues(id).forEach(journal::forget));
  }

  private void store(Topic.Description description) {
    journal.put(key(description.id()), Json.write(description));
  }

  private static RecordKey key(int id) {
    return new RecordKey(KeyKinds.TOPIC, String.valueOf(id));
  }

  /** Returns all topics by their full names. */
  public NavigableMap<String, Topic> sorted() {
    return Collections.unmodifiableNavigableMap(sorted);
  }

  /** Returns whether a topic is made when it is first named. */
  public boolean createsOnUse() {
    return createOnUse;
  }

  /** Returns how many queues a topic has that is made when it is first named. */
  public int queuesOfNew() {
    return queuesOfNew;
  }

  /** Makes topics on first use, or not, from now on, and with this many queues. */
  public void setNew(boolean isCreatedOnUse, int queues) {
    createOnUse = isCreatedOnUse;
    queuesOfNew = queues;
  }

  /** Returns the topic with a number; null when there is none. */
  public Topic byId(int id) {
    return byId.get(id);
  }
}
