package io.openons.broker.core.group;

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
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All consumer groups; a group is made when it is first named, if the broker does that. Safe on any
 * thread.
 */
public final class Groups {
  private static final Logger log = LoggerFactory.getLogger(Groups.class);

  private final Journal journal;
  private volatile boolean createOnUse;
  private final int maxMadeOnUse;
  private final LongSupplier elapsed;
  private final OnTrial<Group> unused;
  private final Deletions deletions;
  private final Map<ResourceName, Group> byName = new ConcurrentHashMap<>();
  private final Map<Integer, Group> byId = new ConcurrentHashMap<>();
  private final NavigableMap<String, Group> sorted = new ConcurrentSkipListMap<>();
  private int lastId;
  private int madeOnUse;

  /**
   * Goes on from what the journal holds.
   *
   * @param createOnUse whether a group is made when it is first named
   * @param maxMadeOnUse how many of those there may be
   * @param elapsed the time that passes, in milliseconds
   */
  public Groups(Journal journal, boolean createOnUse, int maxMadeOnUse, LongSupplier elapsed) {
    this.journal = journal;
    this.createOnUse = createOnUse;
    this.maxMadeOnUse = maxMadeOnUse;
    this.elapsed = elapsed;
    this.unused = new OnTrial<>(elapsed);
    this.deletions = new Deletions(journal, KeyKinds.GROUP, KeyKinds.DELETED_GROUP, elapsed);
    this.lastId = deletions.lastNumber();
    for (byte[] stored : journal.latest(KeyKinds.GROUP).values()) {
      Group.Description description = Json.read(stored, Group.Description.class);
      if (deletions.contains(description.id())) {
        lastId = Math.max(lastId, description.id());
      } else {
        add(new Group(description, elapsed.getAsLong()));
      }
    }
  }

  private void add(Group group) {
    byName.put(group.name(), group);
    sorted.put(group.name().toString(), group);
    byId.put(group.id(), group);
    lastId = Math.max(lastId, group.id());
    if (group.isMadeOnUse()) {
      madeOnUse++;
    }
    if (group.isUnused()) {
      unused.add(group, group.naming());
    }
  }

  /**
   * Returns the group with a name, which is made now if the broker makes groups on first use.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP} or {@link
   *     Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Group use(ResourceName name) {
    Group group = byName.get(name);
    if (group != null && isThere(group)) {
      return group;
    }
    NameRules.checkGroup(name);
    if (!createOnUse) {
      throw new BrokerException(
          Reason.CONSUMER_GROUP_NOT_FOUND,
          "group %s does not exist, and this broker is set not to make groups on first use"
              .formatted(name));
    }
    return create(name, GroupSettings.DEFAULT, true);
  }

  private boolean isThere(Group group) {
    return !group.isUnused() || group.naming().named(elapsed.getAsLong());
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
   * Returns the group with a name.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP} or {@link
   *     Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Group require(ResourceName name) {
    Group group = find(name);
    if (group == null || !isThere(group)) {
      throw new BrokerException(
          Reason.CONSUMER_GROUP_NOT_FOUND, "group %s does not exist".formatted(name));
    }
    return group;
  }

  /**
   * Makes a group.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}, or {@link
   *     Reason#ALREADY_EXISTS} when there is one that somebody declared
   */
  public synchronized Group declare(ResourceName name, GroupSettings settings) {
    Group known = byName.get(name);
    if (known != null && !known.isMadeOnUse()) {
      throw new BrokerException(
          Reason.ALREADY_EXISTS,
          "group %s exists already; change it, or choose another name".formatted(name));
    }
    return set(name, settings);
  }

  /**
   * Makes a group, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group set(ResourceName name, GroupSettings settings) {
    NameRules.checkGroup(name);
    Group group = create(name, settings, false);
    synchronized (this) {
      group.requireNotDeleted();
      if (!settings.equals(group.settings()) || group.isMadeOnUse()) {
        change(group, settings, false);
        log.info("group {} has {} now", name, settings);
      }
    }
    return group;
  }

  /**
   * Changes the settings of a group as its clients wish. A group that was made because a client
   * named it goes on to count as that.
   */
  public void adapt(Group group, GroupSettings settings) {
    synchronized (this) {
      group.requireNotDeleted();
      if (!settings.equals(group.settings())) {
        change(group, settings, group.isMadeOnUse());
        log.debug("group {} has {} now, as a client wishes", group.name(), settings);
      }
    }
  }

  private void change(Group group, GroupSettings settings, boolean isMadeOnUse) {
    store(Group.describe(group.id(), group.name(), settings, isMadeOnUse, false));
    if (group.isMadeOnUse() && !isMadeOnUse) {
      madeOnUse--;
    }
    group.change(settings, isMadeOnUse);
  }

  private synchronized Group create(ResourceName name, GroupSettings settings, boolean onUse) {
    Group made = byName.get(name);
    if (made == null || !isThere(made)) {
      if (onUse && madeOnUse >= maxMadeOnUse) {
        throw new BrokerException(
            Reason.CONSUMER_GROUP_NOT_FOUND,
            ("group %s does not exist, and the broker has made %d groups on first use, and may make"
                    + " %d; make the group by the resources file, or raise the limit")
                .formatted(name, madeOnUse, maxMadeOnUse));
      }
      Group.Description description = Group.describe(lastId + 1, name, settings, onUse, onUse);
      store(description);
      made = new Group(description, elapsed.getAsLong());
      add(made);
      log.info("made group {}", name);
    }
    return made;
  }

  /** Notes that a group consumes, so that it stays. */
  void used(Group group) {
    if (group.isUnused()) {
      synchronized (this) {
        if (group.isUnused() && !group.isDeleted()) {
          change(group, group.settings(), group.isMadeOnUse());
        }
      }
    }
  }

  /**
   * Lets groups go that were made on first use, and that nobody used or names any longer. Returns
   * whether there may be more, for another call.
   */
  public boolean dropUnused() {
    return unused.sweep(group -> !group.isUnused(), this::drop);
  }

  private synchronized void drop(Group group) {
    journal.remove(key(group.id()));
    remove(group);
    log.info("group {} is gone: it was made on first use, and never used", group.name());
  }

  private void remove(Group group) {
    byName.remove(group.name(), group);
    sorted.remove(group.name().toString(), group);
    byId.remove(group.id());
    if (group.isMadeOnUse()) {
      madeOnUse--;
    }
  }

  /**
   * Deletes a group: from now on there is none. What belongs to it is removed by {@link
   * #finishDeletions}. No error when it was deleted meanwhile.
   */
  public void delete(Group group) {
    synchronized (this) {
      if (byId.get(group.id()) != group) {
        return;
      }
      deletions.mark(group.id());
      remove(group);
      group.delete();
    }
    log.info("group {} is deleted", group.name());
  }

  boolean isBeingDeleted(int id) {
    return deletions.contains(id);
  }

  /** Says whether any group is being deleted. */
  public boolean areBeingDeleted() {
    return !deletions.isEmpty();
  }

  /** Removes the groups that were deleted, whose progress is removed. */
  public void finishDeletions() {
    deletions.finish(id -> {});
  }

  private void store(Group.Description description) {
    journal.put(key(description.id()), Json.write(description));
  }

  private static RecordKey key(int id) {
    return new RecordKey(KeyKinds.GROUP, String.valueOf(id));
  }

  /** Returns all groups by their full names. */
  public NavigableMap<String, Group> sorted() {
    return Collections.unmodifiableNavigableMap(sorted);
  }

  /** Makes groups on first use, or not, from now on. */
  public void setCreatesOnUse(boolean isCreatedOnUse) {
    createOnUse = isCreatedOnUse;
  }

  /** Returns the group with a number; null when there is none. */
  public Group byId(int id) {
    return byId.get(id);
  }
}
