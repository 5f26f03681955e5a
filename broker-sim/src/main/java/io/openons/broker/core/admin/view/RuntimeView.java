package io.openons.broker.core.admin.view;

import java.time.Instant;

/**
 * A running broker, for operators.
 *
 * @param started when it was started
 * @param logBegin position of the oldest record of its log
 * @param logEnd position that the next record gets
 * @param diskUsed the share of its disk that is used, 0 to 1
 * @param diskFree bytes of its disk that it can still use
 * @param published messages that were stored
 * @param delivered messages that were handed to consumers
 */
public record RuntimeView(
    Instant started,
    long logBegin,
    long logEnd,
    double diskUsed,
    long diskFree,
    Flow published,
    Flow delivered) {
  /**
   * How many messages pass.
   *
   * @param total since the start
   * @param of10s messages a second, over the last 10 seconds
   * @param of1min over the last minute
   * @param of10min over the last 10 minutes
   * @param peak most messages in one second of the last minute
   */
  public record Flow(long total, double of10s, double of1min, double of10min, long peak) {}
}
