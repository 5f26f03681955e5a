package io.openons.broker.server.http.admin.view;

import io.openons.broker.core.admin.view.MemberView;
import java.util.Map;

/**
 * A live client of a group.
 *
 * @param clientId its id
 * @param way how it consumes
 * @param connection how it is connected
 * @param subscriptions its filter expression for each topic
 */
public record MemberJson(
    String clientId,
    MemberView.Way way,
    ConnectionJson connection,
    Map<String, String> subscriptions) {}
