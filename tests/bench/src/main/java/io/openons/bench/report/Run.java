package io.openons.bench.report;

import io.openons.bench.worker.Reply;
import io.openons.bench.worker.Scenario;

/**
 * One measurement.
 *
 * @param round counts from 1
 */
public record Run(
    String server, String client, Scenario scenario, int bodyBytes, int round, Reply result) {}
