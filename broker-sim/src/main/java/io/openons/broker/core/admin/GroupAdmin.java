package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.Backlog;
import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.admin.view.MemberView;
import io.openons.broker.core.admin.view.SubscriptionView;
import io.openons.broker.core.admin.view.TopicBacklog;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Operators look at groups and change them. Safe on any thread. */
public final class GroupAdmin {
  /** Clients that a refusal names. */
  private static final int MOST_NAMED = 5;

  private final Topics topics;
  private final Groups groups;
  private final Consumptions consumptions;
  private final Audience audience;
  private final Backlogs backlogs;

  /** Makes the operators' side of the groups. */
  public GroupAdmin(
      Topics topics,
      Groups groups,
      Consumptions consumptions,
      Clients clients,
      Members members,
      InstantSource clock) {
    this.topics = topics;
    this.groups = groups;
    this.consumptions = consumptions;
    this.audience = new Audience(clients, members, consumptions);
    this.backlogs = new Backlogs(clock);
  }

  /** Returns a page of the groups, by name. */
  public Page<GroupView> list(PageRequest request) {
    return request.of(groups.sorted(), this::view);
  }

  /**
   * Returns a group.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public GroupView find(ResourceName name) {
    return view(groups.require(name));
  }

  /**
   * Makes a consumer group, or changes the settings of the one that exists.
   *
   * @throws BrokerException with {@link Reason#ILLEGAL_CONSUMER_GROUP}
   */
  public Group set(ResourceName name, GroupSettings settings) {
    return groups.set(name, settings);
  }

  /**
   * Makes a group.
   *
   * @throws BrokerException when the name is not allowed; with {@link Reason#ALREADY_EXISTS} when
   *     there is one that somebody declared
   */
  public GroupView create(ResourceName name, GroupSettings settings) {
    return view(groups.declare(name, settings));
  }

  /**
   * Changes the settings of a group.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public GroupView change(ResourceName name, GroupSettings settings) {
    groups.require(name);
    return view(groups.set(name, settings));
  }

  /**
   * Deletes a group with what it had consumed and what it was to get once more. Its dead letters
   * stay, in a topic of their own.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}; with {@link
   *     Reason#IN_USE} when clients of it live, naming these
   */
  public void delete(ResourceName name) {
    Group group = groups.require(name);
    List<String> live = List.copyOf(audience.of(group).keySet());
    if (!live.isEmpty()) {
      int shown = Math.min(live.size(), MOST_NAMED);
      throw new BrokerException(
          Reason.IN_USE,
          "group %s has %d live clients, such as %s; end these first"
              .formatted(name, live.size(), String.join(", ", live.subList(0, shown))));
    }
    groups.delete(group);
    consumptions.endOf(group);
    ResourceName again = group.name().redeliveries();
    if (topics.queuesOf(again).isPresent()) {
      Topic redeliveries = topics.find(again);
      topics.delete(redeliveries);
      consumptions.endOf(redeliveries);
    }
  }

  private GroupView view(Group group) {
    NavigableMap<String, Consumption> progress = consumptions.of(group);
    return new GroupView(
        group.name(),
        group.settings(),
        group.isMadeOnUse(),
        audience.of(group).size(),
        progress.size(),
        progress.values().stream().mapToLong(Backlogs::lag).sum());
  }

  /**
   * Returns a page of the clients of a group that live, by their ids.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Page<MemberView> members(ResourceName name, PageRequest request) {
    return request.of(audience.of(groups.require(name)), member -> member);
  }

  /**
   * Returns a page of the topics that live clients of a group subscribe to, by name.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Page<SubscriptionView> subscriptions(ResourceName name, PageRequest request) {
    NavigableMap<String, MemberView> members = audience.of(groups.require(name));
    NavigableMap<String, ResourceName> subscribed = new TreeMap<>();
    members
        .values()
        .forEach(
            member ->
                member
                    .subscriptions()
                    .keySet()
                    .forEach(topic -> subscribed.put(topic.toString(), topic)));
    return request.of(subscribed, topic -> view(topic, members));
  }

  private static SubscriptionView view(
      ResourceName topic, NavigableMap<String, MemberView> members) {
    Map<String, List<String>> clients = new TreeMap<>();
    List<String> without = new ArrayList<>();
    members.forEach(
        (id, member) -> {
          String expression = member.subscriptions().get(topic);
          if (expression == null) {
            without.add(id);
          } else {
            clients.computeIfAbsent(expression, absent -> new ArrayList<>()).add(id);
          }
        });
    return new SubscriptionView(topic, clients, without);
  }

  /**
   * Returns how far a group is behind in all topics.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Backlog backlog(ResourceName name) {
    Group group = groups.require(name);
    boolean isOnline = audience.isOnline(group);
    return consumptions.of(group).values().stream()
        .map(consumption -> backlogs.measure(consumption, isOnline).total())
        .reduce(Backlog.NONE, Backlog::plus);
  }

  /**
   * Says whether a group has nothing to do now: in no topic a message is ready for it, or held by
   * one of its consumers. Messages may wait for their next delivery.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public boolean isIdle(ResourceName name) {
    return consumptions.of(groups.require(name)).values().stream().allMatch(Consumption::isIdle);
  }

  /**
   * Returns a page of the topics that a group has begun, with how far it is behind in each: by
   * name.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  public Page<TopicBacklog> backlogs(ResourceName name, PageRequest request) {
    Group group = groups.require(name);
    boolean isOnline = audience.isOnline(group);
    return request.of(
        consumptions.of(group), consumption -> backlogs.measure(consumption, isOnline));
  }

  /**
   * Returns how far a group is behind in a topic.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}, {@link
   *     Reason#TOPIC_NOT_FOUND}, or {@link Reason#OFFSET_NOT_FOUND} when it has not begun the topic
   */
  public TopicBacklog backlog(ResourceName name, ResourceName topic) {
    Group group = groups.require(name);
    Consumption consumption = consumptions.find(group, topics.find(topic));
    if (consumption == null) {
      throw new BrokerException(
          Reason.OFFSET_NOT_FOUND, "group %s has not begun topic %s".formatted(name, topic));
    }
    return backlogs.measure(consumption, audience.isOnline(group));
  }
}
