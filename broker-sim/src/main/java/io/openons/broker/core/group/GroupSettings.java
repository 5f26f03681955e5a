package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What may be chosen about a consumer group.
 *
 * @param ordered whether its clients consume in order: a delivery may then have several messages of
 *     a sharding key
 * @param maxAttempts how many times a message is delivered before it is a dead letter, 1 to {@link
 *     #MAX_ATTEMPTS}
 * @param backoff how long a message that could not be consumed waits for its next delivery, attempt
 *     by attempt; the last one holds for all further attempts
 */
public record GroupSettings(boolean ordered, int maxAttempts, List<Duration> backoff) {
  /** Most deliveries that may be chosen: 1000. */
  public static final int MAX_ATTEMPTS = 1000;

  /** Most back-offs that may be chosen; the last one holds for all further attempts. Ours: 128. */
  public static final int MAX_BACKOFFS = 128;

  /** Apache RocketMQ's rule: 16 redeliveries, after 10 s to 2 h. */
  public static final GroupSettings DEFAULT =
      new GroupSettings(
          false,
          17,
          LongStream.of(
                  10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200)
              .mapToObj(Duration::ofSeconds)
              .toList());

  /** Checks the numbers. */
  public GroupSettings {
    if (maxAttempts < 1 || maxAttempts > MAX_ATTEMPTS) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "a group's messages are delivered 1 to %d times, not %d"
              .formatted(MAX_ATTEMPTS, maxAttempts));
    }
    if (backoff.size() > MAX_BACKOFFS) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "a group has %d back-offs; at most %d are allowed"
              .formatted(backoff.size(), MAX_BACKOFFS));
    }
    backoff = List.copyOf(backoff);
    for (Duration wait : backoff) {
      if (wait.isNegative() || wait.compareTo(Limits.MAX_LEASE) > 0) {
        throw new BrokerException(
            Reason.BAD_REQUEST,
            "a back-off is %s; allowed are %s to %s"
                .formatted(wait, Duration.ZERO, Limits.MAX_LEASE));
      }
    }
    if (backoff.isEmpty()) {
      throw new BrokerException(Reason.BAD_REQUEST, "a group needs at least one back-off");
    }
  }

  /** Returns the back-off after a number of attempts, from 1. */
  public Duration wait(int attempts) {
    return backoff.get(Math.min(attempts, backoff.size()) - 1);
  }
}
