package io.openons.broker.core;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.core.read.MessageFinder;
import io.openons.broker.core.send.Transactions;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.core.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The operators' side of a broker: topics and groups, finding messages, seeing who consumes. Safe
 * on any thread.
 */
public final class Administration {
  private final Topics topics;
  private final Groups groups;
  private final Consumptions consumptions;
  private final Transactions transactions;
  private final MessageFinder finder;

  Administration(
      Topics topics,
      Groups groups,
      Consumptions consumptions,
      Transactions transactions,
      MessageFinder finder) {
    this.topics = topics;
    this.groups = groups;
    this.consumptions = consumptions;
    this.transactions = transactions;
    this.finder = finder;
  }

  /** Returns how many queues a topic has; empty when it does not exist. */
  public OptionalInt queuesOf(ResourceName topic) {
    return topics.queuesOf(topic);
  }

  /**
   * Makes a topic, or changes the settings of the one that exists.
   *
   * @throws BrokerException when the name is not allowed, or queues would be lost
   */
  public Topic setTopic(ResourceName name, TopicSettings settings) {
    return topics.set(name, settings);
  }

  /**
   * Makes a consumer group, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group setGroup(ResourceName name, GroupSettings settings) {
    return groups.set(name, settings);
  }

  /**
   * Returns the filter expressions of the clients of a group that consume a topic, by client id.
   */
  public Map<String, String> subscriptions(ResourceName group, ResourceName topic) {
    Consumption progress = consumptions.find(groups.find(group), topics.find(topic));
    return progress == null ? Map.of() : progress.subscriptions().byClient();
  }

  /**
   * Returns the ids of the transactions whose producers were asked often enough without deciding
   * them.
   */
  public List<String> setAsideTransactions() {
    return transactions.setAside();
  }

  /**
   * Returns the message whose record is at a position of the log, as {@link
   * StoredMessage#position()} names it; empty when there is none, or no longer.
   */
  public Optional<FoundMessage> findAt(long position) {
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
  public List<StoredMessage> findById(ResourceName topic, String messageId, int limit) {
    return finder.byId(topics.find(topic), messageId, limit);
  }

  /**
   * Returns the messages of a topic with a key, the latest first.
   *
   * @param limit at most this many, 1 to 10,000
   * @throws BrokerException when the topic does not exist or the limit is not allowed
   */
  public List<StoredMessage> findByKey(ResourceName topic, String key, int limit) {
    return finder.byKey(topics.find(topic), key, limit);
  }

  /**
   * Returns the messages of a topic that were stored within a time, the earliest first. Messages
   * stored while the clock was set back may be missing.
   *
   * @param from the first store time, milliseconds since 1970
   * @param to the last store time
   * @param limit at most this many, 1 to 10,000
   * @throws BrokerException when the topic does not exist or the limit is not allowed
   */
  public List<StoredMessage> findByTime(ResourceName topic, long from, long to, int limit) {
    return finder.byTime(topics.find(topic), from, to, limit);
  }
}
