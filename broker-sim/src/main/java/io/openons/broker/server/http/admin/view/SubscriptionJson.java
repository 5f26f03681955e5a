package io.openons.broker.server.http.admin.view;

import java.util.List;
import java.util.Map;

/**
 * How the live clients of a group subscribe to a topic.
 *
 * @param topic the topic
 * @param clients the clients by their filter expressions
 * @param without clients that do not subscribe to it
 * @param contradictory whether the clients want different messages, so that some are lost
 */
public record SubscriptionJson(
    String topic, Map<String, List<String>> clients, List<String> without, boolean contradictory) {}
