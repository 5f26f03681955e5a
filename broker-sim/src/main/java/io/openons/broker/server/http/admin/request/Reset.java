package io.openons.broker.server.http.admin.request;

import io.openons.broker.core.admin.ResetTarget;

/**
 * Where a group is to go on.
 *
 * @param topic the topic
 * @param queue the queue; null for all
 * @param to what decides
 * @param time the moment, when a time decides
 * @param offset the offset, when that decides
 * @param dryRun whether to show only what would be done; null for no
 */
public record Reset(
    String topic, Integer queue, ResetTarget.To to, String time, Long offset, Boolean dryRun) {}
