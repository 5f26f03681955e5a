package io.openons.broker.server.remoting.group;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.member.Membership;
import java.util.Map;

/**
 * What a client said about a group that it consumes with.
 *
 * @param membership what the broker knows of it
 * @param versions how new the subscription to each topic is, by the client's clock
 */
public record Subscriptions(Membership membership, Map<ResourceName, Long> versions) {
  /** Returns which messages of a topic the client wants; null when it does not subscribe to it. */
  public Filter filter(ResourceName topic) {
    return membership.wants().get(topic);
  }

  /** Returns how new that is. */
  public long version(ResourceName topic) {
    return versions.getOrDefault(topic, 0L);
  }
}
