package io.openons.broker.server.http.admin.view;

import java.util.Set;

/**
 * A live client.
 *
 * @param clientId its id
 * @param user its user; null without access control
 * @param connection how it is connected
 * @param sessions how many sessions it has
 * @param publishes topics that it sends to
 * @param producerGroups its groups of producers
 */
public record ClientJson(
    String clientId,
    String user,
    ConnectionJson connection,
    int sessions,
    Set<String> publishes,
    Set<String> producerGroups) {}
