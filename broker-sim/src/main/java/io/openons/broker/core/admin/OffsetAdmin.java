package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.ResetPlan;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.Consumptions;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.group.QueuePlace;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Members;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators set where groups go on. Clients that take messages under leases go on there at once;
 * members that share out the queues are told to. Safe on any thread.
 */
public final class OffsetAdmin {
  private static final Logger log = LoggerFactory.getLogger(OffsetAdmin.class);
  private static final long NOT_BEGUN = -1;

  private final Topics topics;
  private final Groups groups;
  private final Consumptions consumptions;
  private final Members members;

  /** Makes the operators' side of offsets. */
  public OffsetAdmin(Topics topics, Groups groups, Consumptions consumptions, Members members) {
    this.topics = topics;
    this.groups = groups;
    this.consumptions = consumptions;
    this.members = members;
  }

  /**
   * Returns what a reset would do, and does nothing.
   *
   * @throws BrokerException when the group or the topic does not exist
   */
  public ResetPlan plan(ResourceName groupName, ResourceName topicName, ResetTarget target) {
    return plan(groups.require(groupName), topics.find(topicName), target);
  }

  private ResetPlan plan(Group group, Topic topic, ResetTarget target) {
    return new ResetPlan(
        IntStream.range(0, topic.queues())
            .mapToObj(queue -> plan(group, topic, queue, target))
            .toList());
  }

  private ResetPlan.Queue plan(Group group, Topic topic, int queue, ResetTarget target) {
    Consumption consumption = consumptions.find(group, topic);
    QueuePlace place = consumption == null ? null : consumption.place(queue);
    long before = place == null ? NOT_BEGUN : place.committed();
    long after = target.in(topic.queue(queue));
    return new ResetPlan.Queue(
        queue,
        before,
        after,
        before == NOT_BEGUN ? 0 : Math.max(0, after - before),
        before == NOT_BEGUN ? 0 : Math.max(0, before - after));
  }

  /**
   * Sets where a group goes on in all queues of a topic. Messages under lease count no more.
   *
   * @return what it did
   * @throws BrokerException when the group or the topic does not exist; with {@link
   *     Reason#GROUP_IN_USE} when members live that cannot be told, naming these
   */
  public ResetPlan reset(ResourceName groupName, ResourceName topicName, ResetTarget target) {
    Group group = groups.require(groupName);
    Topic topic = topics.find(topicName);
    return apply(group, topic, plan(group, topic, target), target);
  }

  /**
   * Sets where a group goes on in one queue of a topic, else as the other.
   *
   * @throws BrokerException when there is no such queue, and as the other
   */
  public ResetPlan reset(
      ResourceName groupName, ResourceName topicName, int queue, ResetTarget target) {
    Group group = groups.require(groupName);
    Topic topic = topics.find(topicName);
    if (queue < 0 || queue >= topic.queues()) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "topic %s has the queues 0 to %d, not %d"
              .formatted(topicName, topic.queues() - 1, queue));
    }
    return apply(group, topic, new ResetPlan(List.of(plan(group, topic, queue, target))), target);
  }

  private ResetPlan apply(Group group, Topic topic, ResetPlan plan, ResetTarget target) {
    List<Member> sharing = sharing(group.name(), topic.name());
    Consumption consumption = consumptions.use(group, topic);
    Map<Integer, Long> offsets = new HashMap<>();
    for (ResetPlan.Queue queue : plan.queues()) {
      consumption.reset(queue.queue(), queue.after());
      offsets.put(queue.queue(), queue.after());
    }
    long time = target.to() == ResetTarget.To.TIME ? target.value() : -1;
    sharing.forEach(member -> member.reset(group.name(), topic.name(), time, offsets));
    log.info(
        "group {} goes on at other offsets of topic {}: {} messages are skipped, {} come again",
        group.name(),
        topic.name(),
        plan.skipped(),
        plan.again());
    return plan;
  }

  /** Returns the live members who have to be told. */
  private List<Member> sharing(ResourceName group, ResourceName topic) {
    List<Member> sharing = new ArrayList<>();
    List<String> deaf = new ArrayList<>();
    for (Membership membership : members.of(group).values()) {
      if (membership.sharesQueues() && membership.wants().containsKey(topic)) {
        sharing.add(membership.member());
        if (!membership.member().canReset()) {
          deaf.add(membership.member().clientId());
        }
      }
    }
    if (!deaf.isEmpty()) {
      throw Members.inUse(group, "cannot be told of other offsets", deaf);
    }
    return sharing;
  }
}
