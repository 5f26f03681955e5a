package io.openons.broker.server.remoting.group;

import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.call.Peer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of all connections. Safe on any thread. */
public final class Sessions {
  /** Most clients of a connection; official ones have a connection each. Ours. */
  private static final int MAX_OF_CONNECTION = 64;

  private final Broker broker;
  private final Map<Peer, Map<String, Session>> byPeer = new ConcurrentHashMap<>();

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
    return clients.computeIfAbsent(clientId, absent -> new Session(peer, clientId, owner));
  }

  /** Returns a client of a connection; null when it did not say that it lives. */
  Session find(Peer peer, String clientId) {
    return byPeer.getOrDefault(peer, Map.of()).get(clientId);
  }

  private Collection<Session> of(Peer peer) {
    return byPeer.getOrDefault(peer, Map.of()).values();
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

  private void closed(Peer peer) {
    Map<String, Session> clients = byPeer.remove(peer);
    clients.values().forEach(this::end);
  }

  /** Ends a client: it is in no group any more. */
  void end(Session session) {
    session.groups().keySet().forEach(group -> broker.members().leave(group, session));
    if (session.producer() != null) {
      broker.clients().closed(session.producer());
    }
  }
}
