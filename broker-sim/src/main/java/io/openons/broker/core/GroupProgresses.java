package io.openons.broker.core;

import io.openons.broker.store.Journal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The progress of all groups in all topics. Safe on any thread. */
final class GroupProgresses {
  private record Key(Group group, Topic topic) {}

  private final GroupProgress.Environment environment;
  private final Map<Key, GroupProgress> byKey = new ConcurrentHashMap<>();

  GroupProgresses(GroupProgress.Environment environment) {
    this.environment = environment;
  }

  /** Goes on from what the journal holds. */
  void restore(Journal journal, Topics topics, Groups groups) {
    journal
        .latest(RecordKinds.PROGRESS)
        .forEach(
            (name, stored) -> {
              int slash = name.indexOf('/');
              Group group = groups.byId(Integer.parseInt(name, 0, slash, 10));
              Topic topic = topics.byId(Integer.parseInt(name, slash + 1, name.length(), 10));
              byKey.put(
                  new Key(group, topic), new GroupProgress(group, topic, environment, stored));
            });
  }

  /** Returns the progress of a group in a topic, which is made when there is none. */
  GroupProgress use(Group group, Topic topic) {
    Key key = new Key(group, topic);
    GroupProgress progress = byKey.get(key);
    return progress != null
        ? progress
        : byKey.computeIfAbsent(key, absent -> new GroupProgress(group, topic, environment, null));
  }

  /** Returns the progress of a group in a topic; null when there is none. */
  GroupProgress find(Group group, Topic topic) {
    return group == null ? null : byKey.get(new Key(group, topic));
  }

  void release(String clientId) {
    byKey.values().forEach(progress -> progress.release(clientId));
  }

  void save() {
    byKey.values().forEach(GroupProgress::save);
  }
}
