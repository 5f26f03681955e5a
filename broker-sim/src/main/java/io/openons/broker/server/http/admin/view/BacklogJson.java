package io.openons.broker.server.http.admin.view;

/**
 * How far a group is behind.
 *
 * @param lag messages that it did not commit
 * @param inFlight messages that it got and did not commit
 * @param ready messages that it did not get
 * @param unfinished messages under lease, or waiting for their next delivery
 * @param lagTimeMs how long the earliest uncommitted message has been ready, in ms; null without
 *     any
 * @param queueTimeMs how long the earliest message that it did not get has been ready, in ms; null
 *     without any
 */
public record BacklogJson(
    long lag, long inFlight, long ready, long unfinished, Long lagTimeMs, Long queueTimeMs) {}
