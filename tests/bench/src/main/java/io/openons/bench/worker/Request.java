package io.openons.bench.worker;

import java.util.List;

/**
 * What a worker is asked to do; travels as a line of JSON.
 *
 * @param job what of it to do
 * @param endpoint the server's address
 * @param serverPids the server's processes, whose processor time is measured
 * @param group the consumer group, for receiving
 * @param bodyBytes size of each message's body
 * @param backlog messages to fill in, or that were filled in; 0 for none
 * @param rate messages per second, where that is fixed
 * @param pace how long, and when the warm-up is over
 */
public record Request(
    Job job,
    Scenario scenario,
    String endpoint,
    List<Long> serverPids,
    String topic,
    String group,
    int bodyBytes,
    long backlog,
    int rate,
    Pace pace) {

  public enum Job {
    /** Send one message, for as long as it takes. */
    FIRST,
    FILL,
    MEASURE
  }

  public Request with(Job other) {
    return new Request(
        other, scenario, endpoint, serverPids, topic, group, bodyBytes, backlog, rate, pace);
  }
}
