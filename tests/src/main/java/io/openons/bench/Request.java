package io.openons.bench;

/**
 * What a worker is asked to do; travels as a line of JSON.
 *
 * @param job whether to fill the topic with the backlog, or to measure the scenario
 * @param endpoint the server's address
 * @param serverPid the server's process, whose processor time is measured
 * @param group the consumer group, for receiving
 * @param bodyBytes size of each message's body
 * @param backlog messages to fill in, or that were filled in; 0 for none
 * @param pace how long, and when the warm-up is over
 */
record Request(
    Job job,
    Scenario scenario,
    String endpoint,
    long serverPid,
    String topic,
    String group,
    int bodyBytes,
    long backlog,
    Pace pace) {

  enum Job {
    FILL,
    MEASURE
  }

  Request with(Job other) {
    return new Request(
        other, scenario, endpoint, serverPid, topic, group, bodyBytes, backlog, pace);
  }
}
