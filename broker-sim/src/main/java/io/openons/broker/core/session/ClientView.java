package io.openons.broker.core.session;

import io.openons.broker.core.api.ResourceName;
import java.util.Set;

/**
 * A client that lives.
 *
 * @param clientId its id, which no client of another user has
 * @param owner the name of its user; null without access control, or without a session
 * @param info how it is connected; of its oldest session
 * @param sessions how many sessions it has; 0 when it only shows signs of life
 * @param publishes topics that it says it sends to, or sent half messages to
 * @param producerGroups its groups of producers
 */
public record ClientView(
    String clientId,
    String owner,
    ClientInfo info,
    int sessions,
    Set<ResourceName> publishes,
    Set<String> producerGroups) {}
