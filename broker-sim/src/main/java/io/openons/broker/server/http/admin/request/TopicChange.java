package io.openons.broker.server.http.admin.request;

import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.server.http.call.Problem;
import java.util.Set;

/**
 * How a topic is to be.
 *
 * @param queues how many queues it has
 * @param accepts the kinds of messages that may be sent to it; null for all
 * @param permission what may be done with it; null for sending and consuming
 */
public record TopicChange(Integer queues, Set<MessageKind> accepts, Permission permission) {
  /**
   * Returns the settings.
   *
   * @throws io.openons.broker.core.api.BrokerException when one of them is not allowed
   */
  public TopicSettings settings() {
    if (queues == null) {
      throw Problem.badRequest("'queues' is missing; write how many queues the topic has");
    }
    TopicSettings open = TopicSettings.open(queues);
    if (accepts != null && accepts.contains(null)) {
      throw Problem.badRequest("'accepts' has a null; write kinds of messages");
    }
    return new TopicSettings(
        queues,
        accepts == null ? open.accepts() : accepts,
        permission == null ? open.permission() : permission);
  }
}
