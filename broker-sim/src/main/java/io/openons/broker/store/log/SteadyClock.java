package io.openons.broker.store.log;

import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when the clock may be trusted to judge what is old. A clock that is set wrong makes the
 * whole log look old at once; so only a clock that has moved evenly for an hour, seen by this
 * process, counts. Whoever sets it right within that hour loses nothing.
 */
public final class SteadyClock {
  /** The longest time between two looks that passes for even. */
  static final Duration LONGEST_STEP = Duration.ofMinutes(10);

  /** How long the clock must have moved evenly. */
  static final Duration PROOF = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(SteadyClock.class);

  private final InstantSource clock;
  private long last;
  private long steadySince;

  public SteadyClock(InstantSource clock) {
    this.clock = clock;
    this.last = clock.millis();
    this.steadySince = last;
  }

  /** Looks at the clock; to be called more often than each {@link #LONGEST_STEP}. */
  public boolean isTrusted() {
    long now = clock.millis();
    long step = now - last;
    if (step < 0 || step > LONGEST_STEP.toMillis()) {
      log.warn(
          "the clock jumped by {}; no message is too old for {}", Duration.ofMillis(step), PROOF);
      steadySince = now;
    }
    last = now;
    return now - steadySince >= PROOF.toMillis();
  }
}
