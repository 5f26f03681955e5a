package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.NameRules;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Json;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All consumer groups; a group is made when it is first named. Safe on any thread. */
public final class Groups {
  private static final Logger log = LoggerFactory.getLogger(Groups.class);

  private final Journal journal;
  private final Map<ResourceName, Group> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Group> byId = new ConcurrentHashMap<>();
  private int lastId;

  public Groups(Journal journal) {
    this.journal = journal;
    for (byte[] stored : journal.latest(KeyKinds.GROUP).values()) {
      Group.Description description = Json.read(stored, Group.Description.class);
      ResourceName name = new ResourceName(description.instance(), description.name());
      add(new Group(description.id(), name, description.settings()));
    }
  }

  private void add(Group group) {
    byName.put(group.name(), group);
    byId.put(group.id(), group);
    lastId = Math.max(lastId, group.id());
  }

  /**
   * Returns the group with a name.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group use(ResourceName name) {
    Group group = byName.get(name);
    if (group != null) {
      return group;
    }
    NameRules.checkGroup(name);
    return create(name);
  }

  /** Returns the group with a name; null when there is none. */
  public Group find(ResourceName name) {
    Group group = byName.get(name);
    if (group == null) {
      NameRules.checkGroup(name);
    }
    return group;
  }

  /**
   * Makes a group, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group set(ResourceName name, GroupSettings settings) {
    Group group = use(name);
    synchronized (this) {
      if (!settings.equals(group.settings())) {
        store(group.describe(settings));
        group.change(settings);
        log.info("group {} has {} now", name, settings);
      }
    }
    return group;
  }

  private synchronized Group create(ResourceName name) {
    Group made = byName.get(name);
    if (made == null) {
      made = new Group(lastId + 1, name, GroupSettings.DEFAULT);
      store(made.describe(made.settings()));
      add(made);
      log.info("made group {}", name);
    }
    return made;
  }

  private void store(Group.Description description) {
    journal.put(
        new RecordKey(KeyKinds.GROUP, String.valueOf(description.id())), Json.write(description));
  }

  /** Returns the group with a number; null when there is none. */
  public Group byId(int id) {
    return byId.get(id);
  }
}
