package io.openons.broker.core.group;

import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The progress of all groups in all topics. Safe on any thread. */
public final class Consumptions {
  private record Key(Group group, Topic topic) {}

  private final Consumption.Environment environment;
  private final Map<Key, Consumption> byKey = new ConcurrentHashMap<>();

  public Consumptions(Consumption.Environment environment) {
    this.environment = environment;
  }

  /** Goes on from what the journal holds. */
  public void restore(Journal journal, Topics topics, Groups groups) {
    journal
        .latest(KeyKinds.PROGRESS)
        .forEach(
            (name, stored) -> {
              int slash = name.indexOf('/');
              Group group = groups.byId(Integer.parseInt(name, 0, slash, 10));
              Topic topic = topics.byId(Integer.parseInt(name, slash + 1, name.length(), 10));
              byKey.put(new Key(group, topic), new Consumption(group, topic, environment, stored));
            });
  }

  /** Returns the progress of a group in a topic, which is made when there is none. */
  public Consumption use(Group group, Topic topic) {
    Key key = new Key(group, topic);
    Consumption progress = byKey.get(key);
    return progress != null
        ? progress
        : byKey.computeIfAbsent(key, absent -> new Consumption(group, topic, environment, null));
  }

  /** Returns the progress of a group in a topic; null when there is none. */
  public Consumption find(Group group, Topic topic) {
    return group == null ? null : byKey.get(new Key(group, topic));
  }

  public void release(String clientId) {
    byKey.values().forEach(progress -> progress.release(clientId));
  }

  public void save() {
    byKey.values().forEach(Consumption::save);
  }
}
