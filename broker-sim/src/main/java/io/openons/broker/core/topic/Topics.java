package io.openons.broker.core.topic;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.NameRules;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Json;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordKey;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All topics. Safe on any thread. */
public final class Topics {
  private static final Logger log = LoggerFactory.getLogger(Topics.class);

  private final Journal journal;
  private final boolean createOnUse;
  private final int queuesOfNew;
  private final Map<ResourceName, Topic> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Topic> byId = new ConcurrentHashMap<>();
  private int lastId;

  public Topics(Journal journal, boolean createOnUse, int queuesOfNew) {
    this.journal = journal;
    this.createOnUse = createOnUse;
    this.queuesOfNew = queuesOfNew;
    for (byte[] stored : journal.latest(KeyKinds.TOPIC).values()) {
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
  public Topic use(ResourceName name) {
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
  public Topic find(ResourceName name) {
    Topic topic = byName.get(name);
    if (topic == null) {
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
    return topic != null ? topic : create(name, TopicSettings.open(1));
  }

  /**
   * Makes a topic, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_TOPIC}, or {@link Reason#BAD_REQUEST} when
   *     queues would be lost
   */
  public Topic set(ResourceName name, TopicSettings settings) {
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
        new RecordKey(KeyKinds.TOPIC, String.valueOf(description.id())), Json.write(description));
  }

  /** Returns the topic with a number; null when there is none. */
  public Topic byId(int id) {
    return byId.get(id);
  }
}
