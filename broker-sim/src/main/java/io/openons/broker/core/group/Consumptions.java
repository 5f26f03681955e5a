package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.StoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of all groups in all topics. Its work is that of what changed and of those who are
 * gone, however many groups there are. Safe on any thread.
 */
public final class Consumptions implements Consumption.Registry {
  /** Steps of saving or freeing that are done at once: a few milliseconds. */
  private static final int STEPS = 16;

  private static final Logger log = LoggerFactory.getLogger(Consumptions.class);

  private record Key(Group group, Topic topic) {}

  private record Release(String clientId, Consumption consumption) {}

  /**
   * Clients whose subscriptions are known, one for each group and topic; about 150 bytes each. The
   * leases of further ones end in their time when their clients are gone. Ours: twice as many as
   * clients.
   */
  private static final int MAX_KNOWN = 2 * Clients.MAX_CLIENTS;

  private final Consumption.Environment environment;
  private final Topics topics;
  private final Groups groups;
  private final int limit;
  private final Map<Key, Consumption> byKey = new ConcurrentHashMap<>();

  private final Map<Group, NavigableMap<String, Consumption>> ofGroup = new ConcurrentHashMap<>();
  private final Map<Topic, NavigableMap<String, Consumption>> ofTopic = new ConcurrentHashMap<>();

  /** Where each client consumes, or has leases. */
  private final Map<String, Set<Consumption>> ofClient = new ConcurrentHashMap<>();

  private final AtomicInteger known = new AtomicInteger();

  private final Queue<Release> releases = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean releasing = new AtomicBoolean();
  private final Queue<Consumption> changed = new ConcurrentLinkedQueue<>();

  /** What is left to remove of topics and groups that were deleted. */
  private final Queue<StoredProgress> ended = new ConcurrentLinkedQueue<>();

  private Consumption current;
  private int leftInRound;
  private int failedInRound;

  /**
   * Begins with no progress.
   *
   * @param limit for how many groups and topics there may be some
   */
  public Consumptions(
      Consumption.Environment environment, Topics topics, Groups groups, int limit) {
    this.limit = limit;
    this.environment = environment;
    this.topics = topics;
    this.groups = groups;
  }

  /**
   * Goes on from what the journal holds.
   *
   * @throws StoreException when a group or topic that has progress is missing
   */
  public void restore(Journal journal) {
    Map<String, StoredProgress> found = new HashMap<>();
    journal
        .latest(KeyKinds.PROGRESS)
        .forEach((name, record) -> stored(found, name.split("/")).foundOld(record));
    journal
        .latest(KeyKinds.PROGRESS_NEXT)
        .forEach(
            (name, record) -> {
              String[] parts = name.split("/");
              stored(found, parts).foundNext(Integer.parseInt(parts[2]), record);
            });
    journal
        .latest(KeyKinds.PROGRESS_PAGE)
        .forEach(
            (name, record) -> {
              String[] parts = name.split("/");
              stored(found, parts)
                  .foundPage(Integer.parseInt(parts[2]), Long.parseLong(parts[3]), record);
            });
    found.forEach(
        (name, stored) -> {
          String[] parts = name.split("/");
          if (groups.isBeingDeleted(Integer.parseInt(parts[0]))
              || topics.isBeingDeleted(Integer.parseInt(parts[1]))) {
            stored.restore(0);
            ended.add(stored);
            return;
          }
          Group group = groups.byId(Integer.parseInt(parts[0]));
          Topic topic = topics.byId(Integer.parseInt(parts[1]));
          if (group == null || topic == null) {
            throw new StoreException(
                ("there is progress of group %s in topic %s, but no such %s; run 'ons-broker fsck',"
                        + " and restore the data folder from a backup")
                    .formatted(parts[0], parts[1], group == null ? "group" : "topic"));
          }
          byKey.put(
              new Key(group, topic),
              listed(new Consumption(group, topic, environment, this, stored)));
        });
  }

  private StoredProgress stored(Map<String, StoredProgress> found, String[] parts) {
    return found.computeIfAbsent(
        parts[0] + "/" + parts[1],
        absent ->
            new StoredProgress(
                environment.journal(), Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
  }

  /**
   * Returns the progress of a group in a topic, which is made when there is none.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when there is too much
   */
  public Consumption use(Group group, Topic topic) {
    Key key = new Key(group, topic);
    Consumption consumption = byKey.get(key);
    if (consumption != null) {
      return consumption;
    }
    consumption = byKey.computeIfAbsent(key, this::begin);
    if (topic.isDeleted() || group.isDeleted()) {
      // Its deletion may have come before there was anything to end.
      end(consumption);
      topic.requireNotDeleted();
      group.requireNotDeleted();
    }
    return consumption;
  }

  /** Ends the progress of all groups in a topic that was deleted. */
  public void endOf(Topic topic) {
    of(topic).values().forEach(this::end);
    ofTopic.remove(topic);
  }

  /** Ends the progress of a group that was deleted. */
  public void endOf(Group group) {
    of(group).values().forEach(this::end);
    ofGroup.remove(group);
  }

  private void end(Consumption consumption) {
    Group group = consumption.group();
    Topic topic = consumption.topic();
    if (byKey.remove(new Key(group, topic), consumption)) {
      of(group).remove(topic.name().toString(), consumption);
      of(topic).remove(group.name().toString(), consumption);
      ended.add(consumption.end());
    }
  }

  /**
   * Removes the records of progress that was ended.
   *
   * @throws io.openons.broker.store.disk.AppendRefusedException when the disk is full or fails; the
   *     next call goes on where this one was
   */
  public void removeEnded() {
    for (StoredProgress next = ended.peek(); next != null; next = ended.peek()) {
      next.remove();
      ended.remove();
    }
  }

  private Consumption begin(Key key) {
    key.topic.requireNotDeleted();
    key.group.requireNotDeleted();
    int others = byKey.size();
    if (others >= limit) {
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          ("group %s cannot begin topic %s: the groups of this broker consume %d topics, each counted"
                  + " for itself, and may consume %d; raise the limit max-subscriptions")
              .formatted(key.group.name(), key.topic.name(), others, limit));
    }
    groups.used(key.group);
    topics.used(key.topic);
    return listed(
        new Consumption(
            key.group,
            key.topic,
            environment,
            this,
            new StoredProgress(environment.journal(), key.group.id(), key.topic.id())));
  }

  private Consumption listed(Consumption consumption) {
    Group group = consumption.group();
    Topic topic = consumption.topic();
    ofGroup
        .computeIfAbsent(group, absent -> new ConcurrentSkipListMap<>())
        .put(topic.name().toString(), consumption);
    ofTopic
        .computeIfAbsent(topic, absent -> new ConcurrentSkipListMap<>())
        .put(group.name().toString(), consumption);
    return consumption;
  }

  /** Returns the progress of a group, by the full names of the topics. */
  public NavigableMap<String, Consumption> of(Group group) {
    return ofGroup.getOrDefault(group, new ConcurrentSkipListMap<>());
  }

  /** Returns the progress of groups in a topic, by the full names of the groups. */
  public NavigableMap<String, Consumption> of(Topic topic) {
    return ofTopic.getOrDefault(topic, new ConcurrentSkipListMap<>());
  }

  /** Returns the progress of a group in a topic; null when there is none. */
  public Consumption find(Group group, Topic topic) {
    return group == null ? null : byKey.get(new Key(group, topic));
  }

  @Override
  public void changed(Consumption consumption) {
    changed.add(consumption);
  }

  @Override
  public boolean seen(String clientId, Consumption consumption) {
    Set<Consumption> before = ofClient.get(clientId);
    if (before != null && before.contains(consumption)) {
      return true;
    }
    if (known.get() >= MAX_KNOWN) {
      return false;
    }
    ofClient.compute(
        clientId,
        (id, consumptions) -> {
          Set<Consumption> all =
              consumptions == null ? ConcurrentHashMap.newKeySet(1) : consumptions;
          if (all.add(consumption)) {
            known.incrementAndGet();
          }
          return all;
        });
    return true;
  }

  /**
   * Frees what the broker kept renewing for a client that is gone: a part at once, the rest soon.
   */
  public void release(String clientId) {
    Set<Consumption> consumptions = ofClient.remove(clientId);
    if (consumptions != null) {
      known.addAndGet(-consumptions.size());
      consumptions.forEach(consumption -> releases.add(new Release(clientId, consumption)));
      release();
    }
  }

  private void release() {
    for (int step = 0; step < STEPS; step++) {
      Release next = releases.poll();
      if (next == null) {
        return;
      }
      if (next.consumption.release(next.clientId)) {
        releases.add(next);
      }
    }
    if (!releases.isEmpty() && releasing.compareAndSet(false, true)) {
      environment
          .scheduler()
          .background(
              () -> {
                releasing.set(false);
                release();
              });
    }
  }

  /**
   * Stores a part of what changed, each group for itself: where that fails the others go on, and
   * the next round tries it again. Returns whether the round has more.
   */
  public synchronized boolean save() {
    if (current == null && leftInRound == 0) {
      leftInRound = changed.size();
    }
    for (int step = 0; step < STEPS; step++) {
      if (current == null && leftInRound > 0) {
        leftInRound--;
        current = changed.poll();
      }
      if (current == null) {
        break;
      }
      try {
        if (!current.save()) {
          current = null;
        }
      } catch (RuntimeException e) {
        if (failedInRound++ == 0) {
          log.error(
              "progress of {} could not be stored, and is tried again in {}",
              current,
              Limits.HOUSEKEEPING_INTERVAL,
              e);
        }
        current = null;
      }
    }
    boolean more = current != null || leftInRound > 0;
    if (!more && failedInRound > 0) {
      log.error("progress of {} groups could not be stored", failedInRound);
      failedInRound = 0;
    }
    return more;
  }

  /** Stores all that changed. */
  public synchronized void saveAll() {
    // A round may be under way, with changes after it.
    for (int round = 0; round < 2; round++) {
      while (save()) {
        continue;
      }
    }
  }
}
