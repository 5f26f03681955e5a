package io.openons.broker.server.remoting.group;

import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.member.Membership;
import io.openons.broker.server.remoting.call.Peer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of all connections. Safe on any thread. */
public final class Sessions {
  /** Most clients of a connection; official ones have a connection each. Ours. */
  private static final int MAX_OF_CONNECTION = 64;

  private final Broker broker;
  private final Map<Peer, Map<String, Session>> byPeer = new ConcurrentHashMap<>();
  private final Map<String, Session> byClientId = new ConcurrentHashMap<>();

  /** How many clients take messages of a group under leases. */
  private final Map<ResourceName, Integer> takers = new ConcurrentHashMap<>();

  /** Makes an empty table. */
  public Sessions(Broker broker) {
    this.broker = broker;
  }

  /**
   * Returns a client of a connection, which is there from now on until the connection is closed.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when the connection has too many
   */
  Session use(Peer peer, String clientId, String owner) {
    Map<String, Session> clients =
        byPeer.computeIfAbsent(
            peer,
            absent -> {
              peer.whenClosed(() -> closed(peer));
              return new ConcurrentHashMap<>(2);
            });
    Session known = clients.get(clientId);
    if (known != null) {
      return known;
    }
    if (clients.size() >= MAX_OF_CONNECTION) {
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          "the connection has %d clients, and may have %d; open another"
              .formatted(clients.size(), MAX_OF_CONNECTION));
    }
    Session made = new Session(peer, clientId, owner);
    clients.put(clientId, made);
    byClientId.put(clientId, made);
    return made;
  }

  /** Returns the connection of a client, the latest if it has several; null when it has none. */
  public Peer peerOf(String clientId) {
    Session session = byClientId.get(clientId);
    return session == null ? null : session.peer();
  }

  /** Returns a client of a connection; null when it did not say that it lives. */
  Session find(Peer peer, String clientId) {
    return byPeer.getOrDefault(peer, Map.of()).get(clientId);
  }

  private Collection<Session> of(Peer peer) {
    return byPeer.getOrDefault(peer, Map.of()).values();
  }

  /** Returns the connection of a member of a group; null when it is none of this protocol. */
  public Peer memberOf(ResourceName group, String clientId) {
    Membership membership = broker.members().of(group).get(clientId);
    return membership != null && membership.member() instanceof Session session
        ? session.peer()
        : null;
  }

  /** Returns by what name the core knows the sender on a connection. */
  public String senderOn(Peer peer) {
    return of(peer).stream().map(Session::senderId).findFirst().orElseGet(peer::toString);
  }

  /**
   * Returns what the clients of a connection said about a group that they consume with; null when
   * they are not in it.
   */
  public Subscriptions subscriptions(Peer peer, ResourceName group) {
    for (Session session : of(peer)) {
      Session.Consuming consuming = session.groups().get(group);
      if (consuming != null) {
        return new Subscriptions(consuming.membership(), consuming.versions());
      }
    }
    return null;
  }

  /**
   * The clients of a connection that are in a group take its messages under leases from now on, and
   * share its queues no longer.
   */
  public void take(Peer peer, ResourceName group) {
    for (Session session : of(peer)) {
      synchronized (session) {
        Session.Consuming consuming = session.groups().get(group);
        if (consuming != null && session.taking().add(group)) {
          takers.merge(group, 1, Integer::sum);
          change(session, group, consuming, false);
        }
      }
    }
  }

  /**
   * The clients of a connection that are in a group share its queues from now on.
   *
   * @throws BrokerException with {@link Reason#GROUP_IN_USE} when others take messages under leases
   */
  void share(Peer peer, ResourceName group) {
    for (Session session : of(peer)) {
      synchronized (session) {
        Session.Consuming consuming = session.groups().get(group);
        if (consuming != null && session.taking().contains(group)) {
          change(session, group, consuming, true);
          stopTaking(session, group);
        }
      }
    }
  }

  private void change(
      Session session, ResourceName group, Session.Consuming consuming, boolean sharesQueues) {
    Membership before = consuming.membership();
    Membership now = new Membership(session, sharesQueues, before.start(), before.wants());
    broker.join(group, now);
    session.groups().put(group, new Session.Consuming(now, consuming.versions()));
  }

  /** Says whether a client that comes to a group takes messages under leases, as the others do. */
  boolean takes(Session session, ResourceName group) {
    if (takers.containsKey(group) && session.taking().add(group)) {
      takers.merge(group, 1, Integer::sum);
    }
    return session.taking().contains(group);
  }

  /** A client takes no messages of a group any more. */
  void stopTaking(Session session, ResourceName group) {
    if (session.taking().remove(group)) {
      takers.computeIfPresent(group, (name, count) -> count == 1 ? null : count - 1);
    }
  }

  private void closed(Peer peer) {
    Map<String, Session> clients = byPeer.remove(peer);
    clients.values().forEach(this::end);
  }

  /** Ends a client: it is in no group any more. */
  void end(Session session) {
    byClientId.remove(session.clientId(), session);
    List.copyOf(session.taking()).forEach(group -> stopTaking(session, group));
    session.groups().keySet().forEach(group -> broker.members().leave(group, session));
    if (session.producer() != null) {
      broker.clients().closed(session.producer());
    }
  }
}
