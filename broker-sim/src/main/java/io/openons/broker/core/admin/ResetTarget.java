package io.openons.broker.core.admin;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.store.view.ConsumeQueue;

/**
 * Where a group is to go on in each queue of a topic.
 *
 * @param to what decides
 * @param value the time in milliseconds since 1970, or the offset; 0 where neither decides
 */
public record ResetTarget(To to, long value) {
  /** What decides where a group goes on. */
  public enum To {
    /** The oldest message. */
    EARLIEST,
    /** The next message that is stored; all others are skipped. */
    LATEST,
    /** The first message that was stored at a time, or after it. */
    TIME,
    /** The message with an offset, or the nearest one. */
    OFFSET
  }

  /** The oldest message of each queue. */
  public static final ResetTarget EARLIEST = new ResetTarget(To.EARLIEST, 0);

  /** What is stored from now on. */
  public static final ResetTarget LATEST = new ResetTarget(To.LATEST, 0);

  /**
   * Checks the value.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when it is negative
   */
  public ResetTarget {
    if (value < 0) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "%d is neither a time nor an offset to go on at; both begin with 0".formatted(value));
    }
  }

  /** What was stored at a time or after it; milliseconds since 1970. */
  public static ResetTarget time(long millis) {
    return new ResetTarget(To.TIME, millis);
  }

  /** The message with an offset. */
  public static ResetTarget offset(long offset) {
    return new ResetTarget(To.OFFSET, offset);
  }

  long in(ConsumeQueue queue) {
    return switch (to) {
      case EARLIEST -> queue.begin();
      case LATEST -> queue.size();
      case TIME -> queue.firstOffsetAt(value);
      case OFFSET -> Math.max(queue.begin(), Math.min(queue.size(), value));
    };
  }
}
