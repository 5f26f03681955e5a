package io.openons.broker.core;

import io.openons.broker.store.Journal;
import io.openons.broker.store.RecordKey;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All topics. Safe on any thread. */
final class Topics {
  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private final Journal journal;
  private final boolean createOnUse;
  private final int queuesOfNew;
  private final Map<ResourceName, Topic> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Topic> byId = new ConcurrentHashMap<>();
  private int lastId;

  Topics(Journal journal, boolean createOnUse, int queuesOfNew) {
    this.journal = journal;
    this.createOnUse = createOnUse;
    this.queuesOfNew = queuesOfNew;
    for (byte[] stored : journal.latest(RecordKinds.TOPIC).values()) {
      add(new Topic(Json.read(stored, Topic.Description.class), journal));
    }
  }

  private void add(Topic topic) {
    byName.put(topic.name(), topic);
    byId.put(topic.id(), topic);
    lastId = Math.max(lastId, topic.id());
  }

  /**
   * Returns the topic with a name, which is made now if the broker makes topics on first use.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC} or {@link Reason#TOPIC_NOT_FOUND}
   */
  Topic use(ResourceName name) {
    Topic topic = byName.get(name);
    if (topic != null) {
      return topic;
    }
    NameRules.checkTopic(name);
    if (!createOnUse) {
      throw new BrokerException(
          Reason.TOPIC_NOT_FOUND,
          "topic %s does not exist, and this broker is set not to make topics on first use"
              .formatted(name));
    }
    return create(name, TopicSettings.open(name.isDeadLetters() ? 1 : queuesOfNew));
  }

  /**
   * Returns the topic with a name.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC} or {@link Reason#TOPIC_NOT_FOUND}
   */
  Topic find(ResourceName name) {
    Topic topic = byName.get(name);
    if (topic == null) {
      NameRules.checkTopic(name);
      throw new BrokerException(Reason.TOPIC_NOT_FOUND, "topic %s does not exist".formatted(name));
    }
    return topic;
  }

  /** Returns how many queues a topic has; empty when it does not exist. */
  OptionalInt queuesOf(ResourceName name) {
    Topic topic = byName.get(name);
    return topic == null ? OptionalInt.empty() : OptionalInt.of(topic.queues());
  }

  /**
   * Returns the topic for the dead letters of a group, which is made when there is none: with one
   * queue.
   */
  Topic deadLetters(ResourceName group) {
    ResourceName name = group.deadLetters();
    Topic topic = byName.get(name);
    return topic != null ? topic : create(name, TopicSettings.open(1));
  }

  /**
   * Makes a topic, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC}, or {@link Reason#BAD_REQUEST} when
   *     queues would be lost
   */
  Topic set(ResourceName name, TopicSettings settings) {
    NameRules.checkTopic(name);
    Topic topic = create(name, settings);
    synchronized (this) {
      if (settings.queues() < topic.queues()) {
        throw new BrokerException(
            Reason.BAD_REQUEST,
            "topic %s has %d queues, which cannot become %d; messages would be lost"
                .formatted(name, topic.queues(), settings.queues()));
      }
      if (!settings.equals(topic.settings())) {
        store(topic.describe(settings));
        topic.change(settings);
        log.info("topic {} has {} now", name, settings);
      }
    }
    return topic;
  }

  private synchronized Topic create(ResourceName name, TopicSettings settings) {
    Topic made = byName.get(name);
    if (made == null) {
      Topic.Description description =
          new Topic.Description(
              lastId + 1,
              name.instance(),
              name.name(),
              settings.queues(),
              settings.queues(),
              EnumSet.copyOf(settings.accepts()),
              settings.permission());
      store(description);
      made = new Topic(description, journal);
      add(made);
      log.info("made topic {} with {}", name, settings);
    }
    return made;
  }

  private void store(Topic.Description description) {
    journal.put(
        new RecordKey(RecordKinds.TOPIC, String.valueOf(description.id())),
        Json.write(description));
  }

  /** Returns the topic with a number; null when there is none. */
  Topic byId(int id) {
    return byId.get(id);
  }
}
