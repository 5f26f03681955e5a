package io.openons.broker.server.http.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What operators want to know of a broker beyond its rules.
 *
 * @param version its version
 * @param started when it started
 * @param dataDir where its messages are
 * @param endpoints the addresses of its protocols by their names
 */
public record BrokerFacts(
    String version, Instant started, Path dataDir, Supplier<Map<String, String>> endpoints) {}
