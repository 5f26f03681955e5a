package io.openons.broker.core.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keeps the unfinished ordered messages of a group in one lane per sharding key. Only the head of a
 * lane may be delivered, and to a group that consumes in order also those behind it, in the same
 * delivery. Guarded by its {@link Consumption}.
 */
final class Lanes {
  private final Map<String, Deque<Unfinished>> byShardingKey = new HashMap<>();

  /** Puts a message at the end of its lane. */
  void add(Unfinished lease) {
    if (lease.shardingKey != null) {
      byShardingKey.computeIfAbsent(lease.shardingKey, absent -> new ArrayDeque<>()).add(lease);
    }
  }

  /**
   * Says whether every message before this one in its lane passes a test; true for a head and
   * without a lane.
   */
  boolean allBefore(Unfinished lease, Predicate<Unfinished> test) {
    if (lease.shardingKey == null) {
      return true;
    }
    for (Unfinished before : byShardingKey.get(lease.shardingKey)) {
      if (before == lease) {
        return true;
      }
      if (!test.test(before)) {
        return false;
      }
    }
    throw new IllegalStateException("a lease is not in its lane");
  }

  /** Returns the message right behind one in its lane; null when there is none. */
  Unfinished behind(Unfinished lease) {
    if (lease.shardingKey == null) {
      return null;
    }
    Iterator<Unfinished> lane = byShardingKey.get(lease.shardingKey).iterator();
    while (lane.hasNext()) {
      if (lane.next() == lease) {
        return lane.hasNext() ? lane.next() : null;
      }
    }
    throw new IllegalStateException("a lease is not in its lane");
  }

  /**
   * Takes a finished message out of its lane; returns the lane's new head, or null when nothing
   * became the head.
   */
  Unfinished remove(Unfinished lease) {
    if (lease.shardingKey == null) {
      return null;
    }
    Deque<Unfinished> lane = byShardingKey.get(lease.shardingKey);
    boolean wasHead = lane.peek() == lease;
    lane.remove(lease);
    if (lane.isEmpty()) {
      byShardingKey.remove(lease.shardingKey);
    }
    return wasHead ? lane.peek() : null;
  }
}
