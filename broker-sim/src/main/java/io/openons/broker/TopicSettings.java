package io.openons.broker;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of a topic; {@link OnsBroker#createTopic} checks them.
 *
 * @param queues how many queues it has, 1 to 1024; the number may grow later, never shrink
 * @param accepts the kinds of messages that may be sent to it, at least one
 * @param permission which uses of it are allowed
 */
public record TopicSettings(int queues, Set<MessageKind> accepts, Permission permission) {
  /** Copies the set. */
  public TopicSettings {
    accepts = Set.copyOf(accepts);
  }

  /** Returns the settings of a topic that accepts every kind of messages and every use. */
  public static TopicSettings open(int queues) {
    return new TopicSettings(queues, Set.of(MessageKind.values()), Permission.READ_WRITE);
  }

  io.openons.broker.core.topic.TopicSettings inCore() {
    return new io.openons.broker.core.topic.TopicSettings(
        queues,
        accepts.stream().map(MessageKind::inCore).collect(Collectors.toUnmodifiableSet()),
        permission.inCore());
  }
}
