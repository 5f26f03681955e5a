package io.openons.broker.core.group;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far a group is in one queue: everything below {@link #next} is consumed, but for the
 * unfinished messages. Guarded by its {@link Consumption}.
 */
public final class QueueProgress {
  public static final long NOT_BEGUN = -1;

  /**
   * Offset of the first message that was never delivered to the group; {@link #NOT_BEGUN} before
   * the first use.
   */
  long next = NOT_BEGUN;

  /**
   * Unfinished messages by offset. They are added in the order of offsets, so the first one is the
   * lowest.
   */
  final Map<Long, Unfinished> unfinished = new LinkedHashMap<>();

  /**
   * Whether the group was set to {@link #next}: the messages that are unfinished count no more, and
   * are being struck out. None is begun meanwhile.
   */
  boolean isReset;

  /**
   * Where the latest read without a lease ended. Only operators look at it, so it is not stored.
   */
  long pulled;

  /** The pages of unfinished messages that changed since they were stored. */
  final Set<Long> changedPages = new HashSet<>();

  /** Returns the offset below which everything is consumed. */
  long committed() {
    return isReset || unfinished.isEmpty() ? next : unfinished.keySet().iterator().next();
  }

  /** Returns the first unfinished message; null when there is none. */
  Unfinished first() {
    Iterator<Unfinished> all = unfinished.values().iterator();
    return all.hasNext() ? all.next() : null;
  }

  /** Notes that a message is to be stored again. */
  void changed(long offset) {
    changedPages.add(ProgressCodec.page(offset));
  }
}
