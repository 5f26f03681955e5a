package io.openons.broker.server.http.metrics;

import io.openons.broker.core.Administration;
import java.nio.file.Path;

/**
 * What the metrics are made of when they are first read: loading Micrometer takes 100 to 200 ms,
 * which no start should wait for.
 *
 * @param admin lists and measures
 * @param counters count from the start on
 * @param version the broker's version
 * @param dataDir where its messages are
 * @param mostNames topics, and groups, that are shown one by one
 */
public record MetricsSource(
    Administration admin, Counters counters, String version, Path dataDir, int mostNames) {
  Metrics metrics() {
    return new Metrics(admin, counters, version, dataDir, mostNames);
  }
}
