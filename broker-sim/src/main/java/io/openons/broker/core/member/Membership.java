package io.openons.broker.core.member;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.group.StartPosition;
import java.util.Map;

/**
 * What a member of a group says about itself.
 *
 * @param member the member
 * @param sharesQueues whether each queue goes to one member; else each member reads all of them,
 *     and keeps its own progress
 * @param start where a new group begins in the topics; null to leave that to the member
 * @param wants which messages it wants of each topic
 */
public record Membership(
    Member member, boolean sharesQueues, StartPosition start, Map<ResourceName, Filter> wants) {
  /** Copies the map. */
  public Membership {
    wants = Map.copyOf(wants);
  }

  /** Says whether the others have to look at the queues again when this takes the place of one. */
  boolean differsFrom(Membership before) {
    return before == null
        || before.member != member
        || before.sharesQueues != sharesQueues
        || !before.wants.keySet().equals(wants.keySet())
        || wants.entrySet().stream()
            .anyMatch(
                entry ->
                    !before
                        .wants
                        .get(entry.getKey())
                        .expression()
                        .equals(entry.getValue().expression()));
  }
}
