package io.openons.broker.server.http.admin.view;

/**
 * A broker at a glance.
 *
 * @param version its version
 * @param startedAt when it started
 * @param topics how many topics there are
 * @param groups how many consumer groups there are
 * @param clients how many clients live
 * @param messages how many messages the topics have
 * @param lag how many of these their groups did not commit
 * @param publishedPerSecond messages that are stored in a second, over the last 10
 * @param deliveredPerSecond messages that consumers get in a second, over the last 10
 */
public record OverviewJson(
    String version,
    String startedAt,
    long topics,
    long groups,
    long clients,
    long messages,
    long lag,
    double publishedPerSecond,
    double deliveredPerSecond) {}
