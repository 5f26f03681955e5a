package io.openons.broker.server.http.admin.request;

import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Permission;
import java.util.Set;

/**
 * A topic to make.
 *
 * @param name its name, with its instance
 * @param queues how many queues it has
 * @param accepts the kinds of messages that may be sent to it; null for all
 * @param permission what may be done with it; null for sending and consuming
 */
public record NewTopic(
    String name, Integer queues, Set<MessageKind> accepts, Permission permission) {
  /** Returns how it is to be. */
  public TopicChange change() {
    return new TopicChange(queues, accepts, permission);
  }
}
