package io.openons.broker.server.http.admin.view;

import io.openons.broker.server.http.admin.request.GroupChange;
import io.openons.broker.server.http.admin.request.TopicChange;
import java.util.Map;

/**
 * Topics and groups, and how they are.
 *
 * @param topics topics by their names
 * @param groups groups by their names
 */
public record Definitions(Map<String, TopicChange> topics, Map<String, GroupChange> groups) {}
