package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.view.ConsumeQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Operators look at topics and change them. Safe on any thread. */
public final class TopicAdmin {
  /** Clients that a refusal names. */
  private static final int MOST_NAMED = 5;

  private final Topics topics;
  private final Consumptions consumptions;
  private final Members members;
  private final Audience audience;

  /**
   * Live clients that use a topic.
   *
   * @param producers ids of clients that say that they send to it; some of them, when they are many
   * @param consumers ids of clients that consume it, each with its group
   */
  public record Users(List<String> producers, Map<String, ResourceName> consumers) {
    boolean isEmpty() {
      return producers.isEmpty() && consumers.isEmpty();
    }

    String named() {
      List<String> all = new ArrayList<>();
      producers.forEach(id -> all.add("producer " + id));
      consumers.forEach((id, group) -> all.add("consumer %s of group %s".formatted(id, group)));
      int shown = Math.min(all.size(), MOST_NAMED);
      return String.join(", ", all.subList(0, shown))
          + (shown < all.size() ? " and %d more".formatted(all.size() - shown) : "");
    }
  }

  /** Makes the operators' side of the topics. */
  public TopicAdmin(Topics topics, Consumptions consumptions, Clients clients, Members members) {
    this.topics = topics;
    this.consumptions = consumptions;
    this.members = members;
    this.audience = new Audience(clients, members, consumptions);
  }

  /** Returns a page of the topics, those of dead letters and redeliveries included, by name. */
  public Page<TopicView> list(PageRequest request) {
    return request.of(topics.sorted(), TopicAdmin::view);
  }

  /**
   * Returns a topic.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}
   */
  public TopicView find(ResourceName name) {
    return view(topics.find(name));
  }

  /**
   * Makes a topic.
   *
   * @throws BrokerException when the name is not allowed; with {@link Reason#ALREADY_EXISTS} when
   *     there is one that somebody declared
   */
  public TopicView create(ResourceName name, TopicSettings settings) {
    return view(topics.declare(name, settings));
  }

  /**
   * Changes the settings of a topic.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}, or when queues would be lost
   */
  public TopicView change(ResourceName name, TopicSettings settings) {
    topics.find(name);
    return view(topics.set(name, settings));
  }

  /**
   * Deletes a topic with its messages, what groups had consumed of it, its delayed messages and its
   * open transactions. A topic of the same name that comes later begins empty.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}; with {@link Reason#IN_USE} when
   *     clients that live send to it or consume it, naming these
   */
  public void delete(ResourceName name) {
    Topic topic = topics.find(name);
    Users users = users(topic);
    if (!users.isEmpty()) {
      throw new BrokerException(
          Reason.IN_USE, "topic %s is used by %s; end these first".formatted(name, users.named()));
    }
    topics.delete(topic);
    consumptions.endOf(topic);
  }

  /**
   * Returns the live clients that use a topic, so that it cannot be deleted.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}
   */
  public Users users(ResourceName name) {
    return users(topics.find(name));
  }

  private Users users(Topic topic) {
    return new Users(audience.producersOf(topic), audience.consumersOf(topic));
  }

  /** Returns how many queues a topic has; empty when it does not exist. */
  public OptionalInt queuesOf(ResourceName name) {
    return topics.queuesOf(name);
  }

  /**
   * Makes a topic, or changes the settings of the one that exists.
   *
   * @throws BrokerException when the name is not allowed, or queues would be lost
   */
  public Topic set(ResourceName name, TopicSettings settings) {
    return topics.set(name, settings);
  }

  private static TopicView view(Topic topic) {
    long messages = 0;
    for (int queue = 0; queue < topic.queues(); queue++) {
      messages += topic.queue(queue).size() - topic.queue(queue).begin();
    }
    return new TopicView(topic.name(), topic.settings(), topic.isMadeOnUse(), messages);
  }

  /**
   * Returns the queues of a topic in the order of their numbers; it has few.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}
   */
  public List<QueueView> queues(ResourceName name) {
    Topic topic = topics.find(name);
    List<QueueView> queues = new ArrayList<>();
    for (int number = 0; number < topic.queues(); number++) {
      ConsumeQueue queue = topic.queue(number);
      long begin = queue.begin();
      long end = queue.size();
      queues.add(
          new QueueView(number, begin, end, time(queue, begin, end), time(queue, end - 1, end)));
    }
    return queues;
  }

  private static Instant time(ConsumeQueue queue, long offset, long end) {
    try {
      return offset < queue.begin() || offset >= end
          ? null
          : Instant.ofEpochMilli(queue.entry(offset).time());
    } catch (RecordDeletedException overtaken) {
      return null;
    }
  }

  /**
   * Returns a page of the groups that consume a topic, or did so: by name.
   *
   * @throws BrokerException with {@link Reason#TOPIC_NOT_FOUND}
   */
  public Page<ResourceName> groups(ResourceName name, PageRequest request) {
    Topic topic = topics.find(name);
    NavigableMap<String, ResourceName> groups = new TreeMap<>();
    for (Consumption consumption : consumptions.of(topic).values()) {
      groups.put(consumption.group().name().toString(), consumption.group().name());
    }
    members.wanting(topic.name()).keySet().forEach(group -> groups.put(group.toString(), group));
    return request.of(groups, group -> group);
  }
}
