package io.openons.broker.core.admin;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.core.read.MessageFinder;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import java.util.List;
import java.util.Optional;

/** Operators find messages. Safe on any thread. */
public final class MessageAdmin {
  private final Topics topics;
  private final MessageFinder finder;

  /** Makes the operators' side of the messages. */
  public MessageAdmin(Topics topics, MessageFinder finder) {
    this.topics = topics;
    this.finder = finder;
  }

  /**
   * Returns the message whose record is at a position of the log, as {@link
   * StoredMessage#position()} names it; empty when there is none, or no longer.
   */
  public Optional<FoundMessage> at(long position) {
    FoundMessage[] found = {null};
    finder.byPosition(
        position,
        (stored, topicId) -> {
          Topic topic = topics.byId(topicId);
          found[0] = topic == null ? null : new FoundMessage(topic.name(), stored);
        });
    return Optional.ofNullable(found[0]);
  }

  /**
   * Returns the messages of a topic with an id, the latest first; more than one when it was sent
   * more than once.
   *
   * @param limit at most this many, 1 to 10,000
   * @throws BrokerException when the topic does not exist or the limit is not allowed
   */
  public List<StoredMessage> byId(ResourceName topic, String messageId, int limit) {
    return finder.byId(topics.find(topic), messageId, limit);
  }

  /**
   * Returns the messages of a topic with a key, the latest first.
   *
   * @param limit at most this many, 1 to 10,000
   * @throws BrokerException when the topic does not exist or the limit is not allowed
   */
  public List<StoredMessage> byKey(ResourceName topic, String key, int limit) {
    return finder.byKey(topics.find(topic), key, limit);
  }

  /**
   * Returns a page of the messages of a topic that were stored within a time, the earliest first.
   * Messages stored while the clock was set back may be missing.
   *
   * @param from the first store time, milliseconds since 1970
   * @param to the last store time
   * @throws BrokerException when the topic does not exist or the cursor is not of this list
   */
  public Page<StoredMessage> byTime(ResourceName topic, long from, long to, PageRequest request) {
    return finder.byTime(topics.find(topic), from, to, request);
  }

  /**
   * Returns a page of the messages of a queue from an offset on. Deleted ones are passed over.
   *
   * @throws BrokerException when there is no such queue, or the cursor is not of this list
   */
  public Page<StoredMessage> byOffset(
      ResourceName name, int queue, long offset, PageRequest request) {
    Topic topic = topics.find(name);
    if (queue < 0 || queue >= topic.queues()) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "topic %s has the queues 0 to %d, not %d".formatted(name, topic.queues() - 1, queue));
    }
    return finder.byOffset(topic, queue, request.number(offset), request.limit());
  }
}
