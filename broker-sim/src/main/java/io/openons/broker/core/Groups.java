package io.openons.broker.core;

import io.openons.broker.store.Journal;
import io.openons.broker.store.RecordKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All consumer groups; a group is made when it is first named. Safe on any thread. */
final class Groups {
  private static final Logger log = LoggerFactory.getLogger(Groups.class);

  private final Journal journal;
  private final Map<ResourceName, Group> byName = new ConcurrentHashMap<>();
  private int lastId;

  Groups(Journal journal) {
    this.journal = journal;
    for (byte[] stored : journal.latest(RecordKinds.GROUP).values()) {
      Group.Description description = Json.read(stored, Group.Description.class);
      ResourceName name = new ResourceName(description.instance(), description.name());
      byName.put(name, new Group(description.id(), name));
      lastId = Math.max(lastId, description.id());
    }
  }

  /**
   * Returns the group with a name.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  Group use(ResourceName name) {
    Group group = byName.get(name);
    if (group != null) {
      return group;
    }
    NameRules.checkGroup(name);
    return create(name);
  }

  /** Returns the group with a name; null when there is none. */
  Group find(ResourceName name) {
    NameRules.checkGroup(name);
    return byName.get(name);
  }

  private synchronized Group create(ResourceName name) {
    Group made = byName.get(name);
    if (made == null) {
      Group.Description description =
          new Group.Description(lastId + 1, name.instance(), name.name());
      journal.put(
          new RecordKey(RecordKinds.GROUP, String.valueOf(description.id())),
          Json.write(description));
      lastId++;
      made = new Group(description.id(), name);
      byName.put(name, made);
      log.info("made group {}", name);
    }
    return made;
  }

  /** Returns the group with a number; null when there is none. */
  Group byId(int id) {
    return byName.values().stream().filter(group -> group.id() == id).findFirst().orElse(null);
  }
}
