package io.openons.broker.core.group;

import io.openons.broker.core.api.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which messages of a topic a group has begun and not finished, and when each of them is to be
 * looked at again. Only keeps the books: its {@link Consumption} decides who gets a message, and
 * guards it.
 */
final class UnfinishedBook {
  private record Attempt(String clientId, String attemptId) {}

  private final List<QueueProgress> queues;
  private final NavigableSet<Unfinished> byEnd = new TreeSet<>(Unfinished.BY_END);
  private final Lanes lanes = new Lanes();
  private final Map<Attempt, Set<Unfinished>> byAttempt = new HashMap<>();

  /** The leases that are renewed, by their holders. */
  private final Map<String, Set<Unfinished>> renewedOf = new HashMap<>();

  private int size;
  private int turn;
  private int nextSerial;

  /**
   * Begins with what was stored; an empty list for a group that has not begun.
   *
   * @param firstSerial where the serials of handles begin, at least 1
   */
  UnfinishedBook(List<QueueProgress> stored, int firstSerial) {
    nextSerial = firstSerial;
    queues = new ArrayList<>(stored);
    for (QueueProgress queue : queues) {
      for (Unfinished lease : queue.unfinished.values()) {
        size++;
        lanes.add(lease);
        if (lease.serial > 0 || isFirst(lease)) {
          byEnd.add(lease);
        }
        index(lease);
      }
    }
  }

  /** Gives a delivery a handle that nothing had since the start; the old one is void. */
  void nameAnew(Unfinished lease) {
    lease.serial = nextSerial;
    nextSerial = nextSerial == Integer.MAX_VALUE ? 1 : nextSerial + 1;
  }

  /** Returns the progress in each queue. */
  List<QueueProgress> queues() {
    return queues;
  }

  void addQueue(QueueProgress queue) {
    queues.add(queue);
  }

  /** Returns how many messages are unfinished. */
  int size() {
    return size;
  }

  /** Returns the queue whose turn it is, each in turn. */
  int nextQueue() {
    turn = (turn + 1) % queues.size();
    return turn;
  }

  /** Returns the ids of the clients whose leases are renewed. */
  Set<String> holders() {
    return renewedOf.keySet();
  }

  /** Says whether no unfinished message comes before this one under its sharding key. */
  boolean isFirst(Unfinished lease) {
    return lanes.allBefore(lease, before -> false);
  }

  /** Says whether all unfinished messages before this one under its sharding key pass a test. */
  boolean allBefore(Unfinished lease, Predicate<Unfinished> test) {
    return lanes.allBefore(lease, test);
  }

  /** Notes a message that is begun. It is blocked until it is leased or made to wait. */
  void begin(Unfinished lease) {
    queues.get(lease.queue).unfinished.put(lease.offset, lease);
    size++;
    lanes.add(lease);
    changed(lease);
  }

  /** Sets when a message is to be looked at again. */
  void setEnd(Unfinished lease, long end) {
    byEnd.remove(lease);
    lease.end = end;
    byEnd.add(lease);
    changed(lease);
  }

  /**
   * Leases a message to a client.
   *
   * @param attemptId the client's name of its request; null for none
   * @param renewUntil up to when the lease is renewed; {@link Unfinished#NEVER} if it is not
   */
  void lease(Unfinished lease, String clientId, String attemptId, long end, long renewUntil) {
    forgetHolder(lease);
    lease.clientId = clientId;
    lease.attemptId = attemptId;
    lease.renewUntil = renewUntil;
    index(lease);
    setEnd(lease, end);
  }

  /** Ends the hold of a client on a message, which is to be looked at again at a time. */
  void letGo(Unfinished lease, long end) {
    forgetHolder(lease);
    setEnd(lease, end);
  }

  /** Lets a message wait for the end of those before it. */
  void block(Unfinished lease) {
    forgetHolder(lease);
    byEnd.remove(lease);
    changed(lease);
  }

  /**
   * Strikes a message out; the one behind it under its sharding key, if it is blocked, can be
   * delivered from now on.
   */
  void finish(Unfinished lease, long now) {
    forgetHolder(lease);
    byEnd.remove(lease);
    if (queues.get(lease.queue).unfinished.remove(lease.offset) != null) {
      size--;
    }
    changed(lease);
    Unfinished next = lanes.remove(lease);
    if (next != null && !byEnd.contains(next)) {
      setEnd(next, now);
    }
  }

  /** Says whether a message counts no more, since its queue was set to a place. */
  boolean isReset(Unfinished lease) {
    return queues.get(lease.queue).isReset;
  }

  /** Sets where a queue goes on; its unfinished messages are to be struck out. */
  void reset(int queue, long next) {
    queues.get(queue).next = next;
    queues.get(queue).isReset = true;
  }

  /**
   * Strikes out messages of a queue that was reset, as many as allowed at most. Returns whether
   * there are more.
   */
  boolean strikeOut(int queue, long now, int atMost) {
    QueueProgress progress = queues.get(queue);
    for (int count = 0; count < atMost && progress.isReset; count++) {
      Unfinished first = progress.first();
      if (first == null) {
        progress.isReset = false;
      } else {
        finish(first, now);
      }
    }
    return progress.isReset;
  }

  /**
   * Strikes out messages of a queue before an offset until the turn is over, and returns how many
   * these were.
   */
  int dropBefore(int queue, long offset, long now, Turn turn) {
    int dropped = 0;
    Unfinished first = queues.get(queue).first();
    while (first != null && first.offset < offset && !turn.isOver()) {
      finish(first, now);
      turn.read();
      dropped++;
      first = queues.get(queue).first();
    }
    return dropped;
  }

  /**
   * Frees leases that are renewed for a client, as many as allowed at most. Returns whether there
   * are more.
   */
  boolean release(String clientId, long now, int atMost) {
    for (int count = 0; count < atMost; count++) {
      Iterator<Unfinished> held = renewedOf.getOrDefault(clientId, Set.of()).iterator();
      if (!held.hasNext()) {
        return false;
      }
      letGo(held.next(), now);
    }
    return renewedOf.containsKey(clientId);
  }

  /** Returns the message that is to be looked at first; null when there is none. */
  Unfinished first() {
    return byEnd.isEmpty() ? null : byEnd.first();
  }

  /** Returns the unfinished messages that were delivered to a request. */
  List<Unfinished> ofAttempt(String clientId, String attemptId) {
    return attemptId == null
        ? List.of()
        : List.copyOf(byAttempt.getOrDefault(new Attempt(clientId, attemptId), Set.of()));
  }

  /**
   * Returns the blocked message right behind one under its sharding key; null when there is none.
   */
  Unfinished blockedBehind(Unfinished lease) {
    Unfinished behind = lanes.behind(lease);
    return behind == null || byEnd.contains(behind) ? null : behind;
  }

  private void index(Unfinished lease) {
    if (lease.attemptId != null) {
      byAttempt.computeIfAbsent(attempt(lease), absent -> new LinkedHashSet<>(4)).add(lease);
    }
    if (lease.isRenewed()) {
      renewedOf.computeIfAbsent(lease.clientId, absent -> new LinkedHashSet<>(4)).add(lease);
    }
  }

  private void forgetHolder(Unfinished lease) {
    if (lease.attemptId != null) {
      byAttempt.computeIfPresent(
          attempt(lease),
          (key, leases) -> leases.remove(lease) && leases.isEmpty() ? null : leases);
      lease.attemptId = null;
    }
    if (lease.isRenewed()) {
      renewedOf.computeIfPresent(
          lease.clientId,
          (key, leases) -> leases.remove(lease) && leases.isEmpty() ? null : leases);
      lease.renewUntil = Unfinished.NEVER;
    }
    lease.clientId = null;
  }

  private static Attempt attempt(Unfinished lease) {
    return new Attempt(lease.clientId, lease.attemptId);
  }

  private void changed(Unfinished lease) {
    queues.get(lease.queue).changed(lease.offset);
  }
}
