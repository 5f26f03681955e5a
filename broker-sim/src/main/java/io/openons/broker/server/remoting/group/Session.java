package io.openons.broker.server.remoting.group;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.member.Member;
import io.openons.broker.core.member.Membership;
import io.openons.broker.core.session.ClientInfo;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.codec.QueueTable;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A client on a connection: what it said about itself, and where it is told of changes. */
final class Session implements Member {
  /**
   * A group that the client consumes with.
   *
   * @param membership what the broker knows of it
   * @param versions how new the subscription to each topic is, by the client's clock
   */
  record Consuming(Membership membership, Map<ResourceName, Long> versions) {}

  private final Peer peer;
  private final String clientId;
  private final String owner;
  private final Map<ResourceName, Consuming> groups = new ConcurrentHashMap<>();
  private final Set<ResourceName> taking = ConcurrentHashMap.newKeySet();

  /**
   * Groups whose change is on its way to the client. It asks for the members then, so further
   * changes need no word of their own: the members of a large group come and go at once.
   */
  private final Set<ResourceName> changing = ConcurrentHashMap.newKeySet();

  private ProducerSession producer;

  Session(Peer peer, String clientId, String owner) {
    this.peer = peer;
    this.clientId = clientId;
    this.owner = owner;
  }

  @Override
  public String clientId() {
    return clientId;
  }

  @Override
  public ClientInfo info() {
    return peer.info();
  }

  @Override
  public boolean canReset() {
    return true;
  }

  /** Members written in C++ read a list of offsets, all others a map. */
  @Override
  public void reset(ResourceName group, ResourceName topic, long time, Map<Integer, Long> offsets) {
    boolean asList = "CPP".equals(info().language());
    QueueTable table = new QueueTable(RouteRequests.BROKER_NAME);
    offsets.forEach((queue, offset) -> table.put(topic, queue, String.valueOf(offset)));
    peer.tell(
        RequestCode.RESET_OFFSETS,
        Map.of(
            "topic",
            topic.toString(),
            "group",
            group.toString(),
            "timestamp",
            String.valueOf(time),
            "isForce",
            "true",
            "offset",
            "0"),
        asList ? table.asList("offsetTable", "offset") : table.asMap("offsetTable"));
  }

  @Override
  public void changed(ResourceName group) {
    if (changing.add(group)) {
      peer.tell(
          RequestCode.CONSUMER_IDS_CHANGED,
          Map.of("consumerGroup", group.toString()),
          new byte[0],
          () -> changing.remove(group));
    }
  }

  Peer peer() {
    return peer;
  }

  /** Returns the client's id as a sender, which no client of another user has. */
  String senderId() {
    return owner == null ? clientId : clientId + '|' + owner;
  }

  Map<ResourceName, Consuming> groups() {
    return groups;
  }

  /** Returns the groups for which the client takes messages under leases, and shares no queues. */
  Set<ResourceName> taking() {
    return taking;
  }

  /** Returns the client as a producer; null when it never said that it lives. */
  ProducerSession producer() {
    return producer;
  }

  void setProducer(ProducerSession changed) {
    producer = changed;
  }
}
