package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.MemberView;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.core.session.ClientView;
import io.openons.broker.core.session.Clients;
import io.openons.broker.core.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The live clients of groups, whichever way they consume. Safe on any thread. */
final class Audience {
  /** Clients that a refusal can name, and a few more to count. Ours. */
  private static final int MOST_NAMED = 100;

  private final Clients clients;
  private final Members members;
  private final Consumptions consumptions;

  Audience(Clients clients, Members members, Consumptions consumptions) {
    this.clients = clients;
    this.members = members;
    this.consumptions = consumptions;
  }

  boolean isOnline(Group group) {
    return !members.clientIds(group.name()).isEmpty()
        || consumptions.of(group).values().stream()
            .anyMatch(consumption -> !consumption.liveTakers().isEmpty());
  }

  /** Returns the live clients of a group by their ids. */
  NavigableMap<String, MemberView> of(Group group) {
    Map<String, Map<ResourceName, String>> takers = new HashMap<>();
    for (Consumption consumption : consumptions.of(group).values()) {
      Map<String, String> wanted = consumption.subscriptions().byClient();
      for (String taker : consumption.liveTakers()) {
        takers
            .computeIfAbsent(taker, absent -> new HashMap<>())
            .put(consumption.topic().name(), wanted.getOrDefault(taker, ""));
      }
    }
    NavigableMap<String, MemberView> all = new TreeMap<>();
    takers.forEach(
        (id, wanted) ->
            all.put(id, new MemberView(id, MemberView.Way.LEASES, info(id), Map.copyOf(wanted))));
    members
        .of(group.name())
        .forEach(
            (id, membership) ->
                all.merge(id, view(id, membership), (taker, member) -> member.as(taker.way())));
    return all;
  }

  private ClientInfo info(String clientId) {
    ClientView client = clients.find(clientId);
    return client == null ? ClientInfo.UNKNOWN : client.info();
  }

  private static MemberView view(String id, Membership membership) {
    Map<ResourceName, String> wanted = new HashMap<>();
    membership.wants().forEach((topic, filter) -> wanted.put(topic, filter.expression()));
    return new MemberView(
        id,
        membership.sharesQueues() ? MemberView.Way.SHARED_QUEUES : MemberView.Way.ALL_QUEUES,
        membership.member().info(),
        Map.copyOf(wanted));
  }

  /** Returns connected clients that say that they send to a topic. */
  List<String> producersOf(Topic topic) {
    return clients.publishersOf(topic.name(), MOST_NAMED);
  }

  /** Returns the ids of live clients that consume a topic, each with its group. */
  NavigableMap<String, ResourceName> consumersOf(Topic topic) {
    NavigableMap<String, ResourceName> all = new TreeMap<>();
    consumptions
        .of(topic)
        .values()
        .forEach(
            consumption ->
                consumption
                    .liveTakers()
                    .forEach(taker -> all.put(taker, consumption.group().name())));
    members.wanting(topic.name()).forEach((group, ids) -> ids.forEach(id -> all.put(id, group)));
    return all;
  }
}
