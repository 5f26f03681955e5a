package io.openons.broker.core.topic;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.MessageKind;
import java.util.Set;

/**
 * What may be chosen about a topic.
 *
 * @param queues how many queues it has, 1 to {@link #MAX_QUEUES}; the number may grow later, never
 *     shrink
 * @param accepts the kinds of messages that may be sent to it
 * @param permission what may be done with it
 */
public record TopicSettings(int queues, Set<MessageKind> accepts, Permission permission) {
  /** Most queues of a topic: 1024. */
  public static final int MAX_QUEUES = 1024;

  /** Checks the number of queues. */
  public TopicSettings {
    if (queues < 1 || queues > MAX_QUEUES) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "a topic has 1 to %d queues, not %d".formatted(MAX_QUEUES, queues));
    }
    if (accepts.isEmpty()) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "a topic must accept at least one kind of messages");
    }
    accepts = Set.copyOf(accepts);
  }

  /**
   * Returns the settings of a topic that accepts every kind of messages and may be read and
   * written.
   */
  public static TopicSettings open(int queues) {
    return new TopicSettings(queues, Set.of(MessageKind.values()), Permission.READ_WRITE);
  }
}
