package io.openons.broker.core.member;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of groups whose clients share out the queues among themselves. Each learns when the
 * others change. A client that comes again takes its own place. Safe on any thread.
 */
public final class Members {
  /** Memberships at a time; more are refused. Each costs about 1 KB. Ours. */
  static final int MAX_MEMBERSHIPS = 100_000;

  private final int most;
  private final Map<ResourceName, Map<String, Membership>> byGroup = new HashMap<>();
  private int memberships;

  /** Makes an empty table. */
  public Members() {
    this(MAX_MEMBERSHIPS);
  }

  Members(int most) {
    this.most = most;
  }

  /**
   * Takes a member into a group, or what it says about itself now.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when there are too many
   */
  public void join(ResourceName group, Membership membership) {
    List<Member> told;
    synchronized (this) {
      Map<String, Membership> members = byGroup.getOrDefault(group, Map.of());
      String id = membership.member().clientId();
      Membership before = members.get(id);
      if (before == null && memberships >= most) {
        throw new BrokerException(
            Reason.TOO_MANY_REQUESTS,
            "groups of this broker have %d members, and may have %d; try again later"
                .formatted(memberships, most));
      }
      byGroup.computeIfAbsent(group, absent -> new LinkedHashMap<>()).put(id, membership);
      if (before == null) {
        memberships++;
      }
      told = membership.differsFrom(before) ? all(group) : List.of();
    }
    told.forEach(member -> member.changed(group));
  }

  /**
   * Takes a member out of a group; nothing when another has taken its place, or it is not in it.
   */
  public void leave(ResourceName group, Member member) {
    List<Member> told;
    synchronized (this) {
      Map<String, Membership> members = byGroup.getOrDefault(group, Map.of());
      Membership membership = members.get(member.clientId());
      if (membership == null || membership.member() != member) {
        return;
      }
      members.remove(member.clientId());
      memberships--;
      if (members.isEmpty()) {
        byGroup.remove(group);
      }
      told = all(group);
    }
    told.forEach(other -> other.changed(group));
  }

  private List<Member> all(ResourceName group) {
    return byGroup.getOrDefault(group, Map.of()).values().stream().map(Membership::member).toList();
  }

  /** Returns what the members of a group said about themselves, by their ids. */
  public synchronized Map<String, Membership> of(ResourceName group) {
    return Map.copyOf(byGroup.getOrDefault(group, Map.of()));
  }

  /** Returns the groups with members that want messages of a topic, with the ids of these. */
  public synchronized Map<ResourceName, List<String>> wanting(ResourceName topic) {
    Map<ResourceName, List<String>> wanting = new HashMap<>();
    byGroup.forEach(
        (group, members) ->
            members.forEach(
                (id, membership) -> {
                  if (membership.wants().containsKey(topic)) {
                    wanting.computeIfAbsent(group, absent -> new ArrayList<>()).add(id);
                  }
                }));
    return wanting;
  }

  /** Returns the ids of the members of a group, in the order of their coming. */
  public synchronized List<String> clientIds(ResourceName group) {
    return List.copyOf(byGroup.getOrDefault(group, Map.of()).keySet());
  }

  /**
   * Refuses when members of a group share its queues, since others would get their messages.
   *
   * @throws BrokerException with {@link Reason#GROUP_IN_USE}, naming the members
   */
  public void requireNoneSharing(ResourceName group) {
    List<String> sharing = new ArrayList<>();
    synchronized (this) {
      byGroup
          .getOrDefault(group, Map.of())
          .forEach(
              (id, membership) -> {
                if (membership.sharesQueues()) {
                  sharing.add(id);
                }
              });
    }
    if (!sharing.isEmpty()) {
      throw inUse(group, "share out its queues", sharing);
    }
  }

  /** Returns the refusal of a group whose members consume in another way. */
  public static BrokerException inUse(ResourceName group, String how, List<String> members) {
    int shown = Math.min(members.size(), 5);
    return new BrokerException(
        Reason.GROUP_IN_USE,
        "group %s has %d members that %s: %s%s; end them first, or use another group"
            .formatted(
                group,
                members.size(),
                how,
                String.join(", ", members.subList(0, shown)),
                shown < members.size() ? ", ..." : ""));
  }
}
