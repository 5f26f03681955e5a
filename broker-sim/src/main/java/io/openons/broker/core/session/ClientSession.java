package io.openons.broker.core.session;

import io.openons.broker.core.message.Message;
import io.openons.broker.core.topic.Topic;
import java.util.Set;

/**
 * A client that is connected, as its protocol keeps it: by a stream or a channel. A client may have
 * several. Its methods are called on any thread, and must not block.
 */
public interface ClientSession {
  /** Returns the client's id. */
  String clientId();

  /** Returns the producer groups that the client is in; none in protocols without such groups. */
  default Set<String> producerGroups() {
    return Set.of();
  }

  /** Returns the name of the client's user; null without access control. */
  default String owner() {
    return null;
  }

  /** Returns how the client is connected, for operators. */
  default ClientInfo info() {
    return ClientInfo.UNKNOWN;
  }

  /**
   * Asks the client what became of a transaction. Its answer, if any, comes by the broker's {@code
   * endTransaction}.
   *
   * @param producerGroup the sender's group of producers; null for none
   * @return false when it cannot be reached or is not to see the message, so that another is asked
   */
  boolean check(Topic topic, String transactionId, String producerGroup, Message half);
}
