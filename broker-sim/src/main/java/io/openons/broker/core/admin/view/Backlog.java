package io.openons.broker.core.admin.view;

import java.time.Duration;

/**
 * How far a group is behind.
 *
 * <p>A message is ready from its store time on, a delayed one from its delivery time, one of a
 * transaction from its commit.
 *
 * @param inFlight messages that the group got and did not commit: last pulled offset minus
 *     committed offset
 * @param ready messages that the group did not get: end minus last pulled offset
 * @param unfinished messages under lease, or waiting for their next delivery; less than in flight
 *     when later messages are finished before earlier ones
 * @param lagTime how long the earliest uncommitted message has been ready; null without any
 * @param queueTime how long the earliest message that the group did not get has been ready; null
 *     without any, or while the group has no live clients
 */
public record Backlog(
    long inFlight, long ready, long unfinished, Duration lagTime, Duration queueTime) {
  /** Nothing. */
  public static final Backlog NONE = new Backlog(0, 0, 0, null, null);

  /** Returns the messages that the group did not commit: in flight and ready ones. */
  public long lag() {
    return inFlight + ready;
  }

  /** Returns the sum of messages, and the longer times. */
  public Backlog plus(Backlog other) {
    return new Backlog(
        inFlight + other.inFlight,
        ready + other.ready,
        unfinished + other.unfinished,
        longer(lagTime, other.lagTime),
        longer(queueTime, other.queueTime));
  }

  private static Duration longer(Duration one, Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
