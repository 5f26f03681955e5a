package io.openons.bench.worker;

import java.util.List;

/**
 * What a worker answers; travels as a line of JSON.
 *
 * @param error why nothing was measured; null when all is well
 * @param settled whether the rates had settled before the measurement
 * @param warmUpSeconds how long the warm-up took
 * @param seconds how long was measured
 * @param messages how many messages were moved in that time
 * @param windowRates messages per second in each measured window
 * @param p50Millis median latency: of a send from its call to its answer, end to end from the time
 *     that was due to the listener; 0 when receiving a backlog
 * @param p99Millis 99th percentile of the same
 * @param p999Millis 99.9th percentile of the same
 * @param serverMicros processor time of the server, microseconds per message
 * @param clientMicros processor time of the client, microseconds per message
 * @param serverMemory at the end
 */
public record Reply(
    String error,
    boolean settled,
    double warmUpSeconds,
    double seconds,
    long messages,
    List<Double> windowRates,
    double p50Millis,
    double p99Millis,
    double p999Millis,
    double serverMicros,
    double clientMicros,
    ProcessMemory serverMemory) {

  /** The job is done; there is nothing to say about it. */
  static final Reply DONE = nothing(null);

  static Reply failed(Throwable failure) {
    return nothing(failure.toString());
  }

  private static Reply nothing(String error) {
    return new Reply(error, true, 0, 0, 0, List.of(), 0, 0, 0, 0, 0, new ProcessMemory(0, 0));
  }

  /** Messages per second. */
  public double rate() {
    return messages / seconds;
  }
}
