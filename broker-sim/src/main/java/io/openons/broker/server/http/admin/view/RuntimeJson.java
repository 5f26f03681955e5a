package io.openons.broker.server.http.admin.view;

import java.util.Map;

/**
 * What a broker runs on.
 *
 * @param version its version
 * @param java the version of Java
 * @param system the operating system
 * @param processors how many processors it may use
 * @param startedAt when it started
 * @param heapUsedBytes memory of objects in use
 * @param heapMaxBytes most memory of objects
 * @param diskTotalBytes size of the disk of the messages
 * @param diskUsableBytes how much of it is free for the broker
 * @param logBytes length of the log
 * @param threads how many threads run
 * @param endpoints the addresses of the protocols by their names
 */
public record RuntimeJson(
    String version,
    String java,
    String system,
    int processors,
    String startedAt,
    long heapUsedBytes,
    long heapMaxBytes,
    long diskTotalBytes,
    long diskUsableBytes,
    long logBytes,
    int threads,
    Map<String, String> endpoints) {}
