package io.openons.broker.core.session;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.ResourceName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which clients live. A client lives while it holds a stream open, and for a while after each other
 * sign of life. Safe on any thread.
 */
public final class Clients {
  private static final class Client {
    int streams;
    long aliveUntil;
    final Set<ResourceName> publishes = new HashSet<>();
    final Set<ResourceName> transacts = new HashSet<>();
  }

  private final InstantSource clock;
  private final Consumer<String> whenGone;
  private final Map<String, Client> byId = new HashMap<>();

  /**
   * Makes an empty table.
   *
   * @param whenGone is told the id of each client that is gone
   */
  public Clients(InstantSource clock, Consumer<String> whenGone) {
    this.clock = clock;
    this.whenGone = whenGone;
  }

  /**
   * A client opened a stream; several from one client are normal, as when it reconnects before the
   * old one ended.
   */
  public synchronized void streamOpened(String clientId) {
    client(clientId).streams++;
  }

  /**
   * A stream of a client ended; if it was the last one the client has {@link Limits#RECONNECT_TIME}
   * to come back.
   */
  public synchronized void streamClosed(String clientId) {
    Client client = client(clientId);
    client.streams--;
    client.aliveUntil = clock.millis() + Limits.RECONNECT_TIME.toMillis();
  }

  /** A client gave a sign of life. */
  public synchronized void seen(String clientId) {
    Client client = client(clientId);
    client.aliveUntil =
        Math.max(client.aliveUntil, clock.millis() + Limits.CLIENT_EXPIRY.toMillis());
  }

  /** A client says that it sends to a topic. */
  public synchronized void publishes(String clientId, ResourceName topic) {
    client(clientId).publishes.add(topic);
  }

  /** A client sent a half message to a topic. */
  public synchronized void transacts(String clientId, ResourceName topic) {
    client(clientId).transacts.add(topic);
  }

  /**
   * Returns who may be asked for a transaction of a topic, the best first: who sent its half
   * message, others that sent half messages to the topic, others that send to the topic. Whoever
   * has no stream open cannot be asked.
   */
  public synchronized List<String> producersOf(ResourceName topic, String sender) {
    Set<String> producers = new LinkedHashSet<>();
    if (byId.containsKey(sender)) {
      producers.add(sender);
    }
    byId.forEach(
        (clientId, client) -> {
          if (client.transacts.contains(topic)) {
            producers.add(clientId);
          }
        });
    byId.forEach(
        (clientId, client) -> {
          if (client.publishes.contains(topic)) {
            producers.add(clientId);
          }
        });
    producers.removeIf(clientId -> byId.get(clientId).streams == 0);
    return List.copyOf(producers);
  }

  /** A client said that it ends. */
  public void terminated(String clientId) {
    synchronized (this) {
      // A stream that is still open ends by itself, and the client is forgotten then.
      byId.computeIfPresent(clientId, (id, client) -> client.streams > 0 ? client : null);
    }
    whenGone.accept(clientId);
  }

  /** Says whether a client lives. */
  public synchronized boolean isAlive(String clientId) {
    Client client = byId.get(clientId);
    return client != null && (client.streams > 0 || clock.millis() < client.aliveUntil);
  }

  /** Finds the clients that gave no sign of life for too long. */
  public void sweep() {
    List<String> gone = new ArrayList<>();
    synchronized (this) {
      Iterator<Map.Entry<String, Client>> entries = byId.entrySet().iterator();
      while (entries.hasNext()) {
        String clientId = entries.next().getKey();
        if (!isAlive(clientId)) {
          entries.remove();
          gone.add(clientId);
        }
      }
    }
    gone.forEach(whenGone);
  }

  private Client client(String clientId) {
    return byId.computeIfAbsent(clientId, absent -> new Client());
  }
}
