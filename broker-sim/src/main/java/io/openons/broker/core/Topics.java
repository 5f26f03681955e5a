package io.openons.broker.core;

import io.openons.broker.store.Journal;
import io.openons.broker.store.RecordKey;
import java.util.Map;
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
  private int lastId;

  Topics(Journal journal, boolean createOnUse, int queuesOfNew) {
    this.journal = journal;
    this.createOnUse = createOnUse;
    this.queuesOfNew = queuesOfNew;
    for (byte[] stored : journal.latest(RecordKinds.TOPIC).values()) {
      Topic topic = new Topic(Json.read(stored, Topic.Description.class), journal);
      byName.put(topic.name(), topic);
      lastId = Math.max(lastId, topic.id());
    }
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
    return create(name);
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

  private synchronized Topic create(ResourceName name) {
    Topic made = byName.get(name);
    if (made == null) {
      Topic.Description description =
          new Topic.Description(lastId + 1, name.instance(), name.name(), queuesOfNew);
      journal.put(
          new RecordKey(RecordKinds.TOPIC, String.valueOf(description.id())),
          Json.write(description));
      lastId++;
      made = new Topic(description, journal);
      byName.put(name, made);
      log.info("made topic {} with {} queues", name, queuesOfNew);
    }
    return made;
  }

  /** Returns the topic with a number; null when there is none. */
  Topic byId(int id) {
    return byName.values().stream().filter(topic -> topic.id() == id).findFirst().orElse(null);
  }
}
