package io.openons.broker.core.group;

import java.util.LinkedHashMap;
import java.util.Map;

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

  /** Returns the offset below which everything is consumed. */
  long committed() {
    return unfinished.isEmpty() ? next : unfinished.keySet().iterator().next();
  }
}
