package io.openons.broker.server.http.admin.view;

import java.util.List;
import java.util.Map;

/**
 * The live clients that use a topic.
 *
 * @param producers ids of clients that send to it
 * @param consumers ids of clients that consume it, each with its group
 */
public record TopicUsersJson(List<String> producers, Map<String, String> consumers) {}
