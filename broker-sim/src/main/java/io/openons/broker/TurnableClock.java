package io.openons.broker;

import io.openons.broker.core.api.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of a broker in a test: it passes only when the test turns the clock. Delays, leases,
 * times until the next delivery, transaction checks, and retention then take milliseconds, and
 * nothing of it happens before.
 *
 * <pre>{@code
 * TurnableClock clock = new TurnableClock();
 * try (OnsBroker broker = OnsBroker.builder().clock(clock).start()) {
 *   ... // send a message that is to be delivered in an hour
 *   clock.advance(Duration.ofHours(1));
 * }
 * }</pre>
 *
 * <p>Its date is that of the system plus all turns. So a delivery time that a client takes from the
 * system's clock is due after a turn of the whole delay. Clients go by the system's clock, as do
 * the network and its limits. Safe on any thread.
 */
public final class TurnableClock implements InstantSource {
  /** The longest turn; longer ones are several. Ours: a day takes about a second. */
  private static final Duration LONGEST_TURN = Duration.ofDays(31);

  private final InstantSource system = InstantSource.system();
  private final Object turning = new Object();
  private volatile long passed;
  private TurnedScheduler scheduler;

  /** Makes a clock that stands at the system's time. */
  public TurnableClock() {}

  /** Returns the system's time plus all turns. */
  @Override
  public Instant instant() {
    return system.instant().plusMillis(passed);
  }

  /**
   * Lets time pass, and returns when the broker has done what fell due, each thing at its time.
   * Consumers get messages by the network, so a test waits for these.
   *
   * @param duration from 0 to 31 days
   * @throws IllegalArgumentException when it is out of range
   * @throws IllegalStateException when something that fell due does not end within a minute
   */
  public void advance(Duration duration) {
    if (duration.isNegative() || duration.compareTo(LONGEST_TURN) > 0) {
      throw new IllegalArgumentException(
          "a turn of the clock is %s; allowed are 0 to %s".formatted(duration, LONGEST_TURN));
    }
    synchronized (turning) {
      long end = passed + duration.toMillis();
      TurnedScheduler current = scheduler;
      if (current != null) {
        current.runUntil(end);
      }
      passed = Math.max(passed, end);
    }
  }

  /** Returns the scheduler of a broker that starts; one broker at a time has this clock. */
  TurnedScheduler schedule() {
    synchronized (turning) {
      if (scheduler != null && !scheduler.isClosed()) {
        throw new IllegalStateException(
            "this clock is of a broker that runs; give each broker a clock of its own");
      }
      scheduler = new TurnedScheduler(this);
      return scheduler;
    }
  }

  /** Returns the sum of all turns so far, in milliseconds, as {@link Scheduler#elapsed}. */
  long passed() {
    return passed;
  }

  /** Moves to a time within a turn. */
  void moveTo(long time) {
    passed = Math.max(passed, time);
  }
}
