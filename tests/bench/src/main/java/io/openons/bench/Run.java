package io.openons.bench;

/**
 * One measurement.
 *
 * @param round counts from 1
 */
record Run(
    String server, String client, Scenario scenario, int bodyBytes, int round, Reply result) {}
