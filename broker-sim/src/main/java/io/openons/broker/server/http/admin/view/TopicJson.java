package io.openons.broker.server.http.admin.view;

import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Permission;
import java.util.Set;

/**
 * A topic.
 *
 * @param name its name, with its instance
 * @param queues how many queues it has
 * @param accepts the kinds of messages that may be sent to it
 * @param permission what may be done with it
 * @param madeOnUse whether it was made because somebody named it
 * @param messages how many messages it has now
 */
public record TopicJson(
    String name,
    int queues,
    Set<MessageKind> accepts,
    Permission permission,
    boolean madeOnUse,
    long messages) {}
