package io.openons.broker.core.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which messages of a topic a group has begun and not finished, and what becomes of each of them
 * when. Only keeps the books: what is delivered to whom is decided by its {@link Consumption},
 * which also guards it.
 */
final class UnfinishedBook {
  private final List<QueueProgress> queues;
  private final NavigableSet<Unfinished> byEnd = new TreeSet<>(Unfinished.BY_END);
  private final Lanes lanes = new Lanes();
  private final Map<String, List<Unfinished>> byAttemptId = new HashMap<>();

  /** Begins with what was stored; an empty list for a group that has not begun. */
  UnfinishedBook(List<QueueProgress> stored) {
    queues = new ArrayList<>(stored);
    for (QueueProgress queue : queues) {
      for (Unfinished lease : queue.unfinished.values()) {
        lanes.add(lease);
        if (lease.serial > 0 || isFirst(lease)) {
          byEnd.add(lease);
        }
      }
    }
  }

  /** Returns the progress in each queue. */
  List<QueueProgress> queues() {
    return queues;
  }

  void addQueue(QueueProgress queue) {
    queues.add(queue);
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
    lanes.add(lease);
  }

  /** Sets when a message is to be looked at again. */
  void setEnd(Unfinished lease, long end) {
    byEnd.remove(lease);
    lease.end = end;
    byEnd.add(lease);
  }

  /**
   * Notes to whom and by which request a message is delivered; a null attempt id names no request.
   */
  void hold(Unfinished lease, String clientId, String attemptId) {
    forgetAttempt(lease);
    lease.clientId = clientId;
    lease.attemptId = attemptId;
    if (attemptId != null) {
      byAttemptId.computeIfAbsent(attemptId, absent -> new ArrayList<>()).add(lease);
    }
  }

  /** Ends the hold of a client on a message, which is to be looked at again at a time. */
  void letGo(Unfinished lease, long end) {
    forgetAttempt(lease);
    lease.clientId = null;
    lease.renewUntil = 0;
    setEnd(lease, end);
  }

  /** Lets a message wait for the end of those before it. */
  void block(Unfinished lease) {
    forgetAttempt(lease);
    byEnd.remove(lease);
  }

  /**
   * Strikes a message out; the one behind it under its sharding key, if it is blocked, can be
   * delivered from now on.
   */
  void finish(Unfinished lease, long now) {
    forgetAttempt(lease);
    byEnd.remove(lease);
    queues.get(lease.queue).unfinished.remove(lease.offset);
    Unfinished next = lanes.remove(lease);
    if (next != null && !byEnd.contains(next)) {
      setEnd(next, now);
    }
  }

  /** Strikes out all messages of a queue, and sets where it goes on. */
  void reset(int queue, long next, long now) {
    for (Unfinished lease : List.copyOf(queues.get(queue).unfinished.values())) {
      finish(lease, now);
    }
    queues.get(queue).next = next;
  }

  /** Strikes out the messages of a queue before an offset, and returns how many these were. */
  int dropBefore(int queue, long offset, long now) {
    List<Unfinished> dropped =
        queues.get(queue).unfinished.values().stream()
            .filter(lease -> lease.offset < offset)
            .toList();
    dropped.forEach(lease -> finish(lease, now));
    return dropped.size();
  }

  /** Returns the message that is to be looked at first; null when there is none. */
  Unfinished first() {
    return byEnd.isEmpty() ? null : byEnd.first();
  }

  /** Returns the unfinished messages that were delivered to a request. */
  List<Unfinished> ofAttempt(String attemptId) {
    return attemptId == null
        ? List.of()
        : List.copyOf(byAttemptId.getOrDefault(attemptId, List.of()));
  }

  /**
   * Returns the blocked message right behind one under its sharding key; null when there is none.
   */
  Unfinished blockedBehind(Unfinished lease) {
    Unfinished behind = lanes.behind(lease);
    return behind == null || byEnd.contains(behind) ? null : behind;
  }

  private void forgetAttempt(Unfinished lease) {
    if (lease.attemptId != null) {
      byAttemptId.computeIfPresent(
          lease.attemptId,
          (id, leases) -> leases.remove(lease) && leases.isEmpty() ? null : leases);
      lease.attemptId = null;
    }
  }
}
