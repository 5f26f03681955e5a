package io.openons.broker.core.session;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Which clients live. A client lives while it holds a stream open, and for a while after each other
 * sign of life; setting the clock changes nothing of that. Safe on any thread.
 */
public final class Clients {
  /** Clients that are known at a time; more are refused. Each costs about 500 bytes. Ours. */
  public static final int MAX_CLIENTS = 100_000;

  /** Topics that are known of a client; it forgets the oldest when there are more. Ours. */
  static final int MAX_TOPICS = 1_000;

  /** Producers that are named as those that may be asked for one transaction. Ours. */
  static final int MAX_ASKED = 16;

  /** Clients that are looked at in one go: less than a millisecond. */
  private static final int LOOKS = 256;

  private static final class Client {
    final String id;
    int streams;
    long aliveUntil;

    /** When it is looked at next; looks that were planned for another time do not count. */
    long lookAt;

    final Set<ResourceName> publishes = newTopics();
    final Set<ResourceName> transacts = newTopics();

    Client(String id) {
      this.id = id;
    }

    private static Set<ResourceName> newTopics() {
      return new LinkedHashSet<>(2);
    }
  }

  private record Look(long at, Client client) {}

  private final LongSupplier elapsed;
  private final Consumer<String> whenGone;
  private final Map<String, Client> byId = new HashMap<>();
  private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
  private final Map<ResourceName, Map<String, Client>> publishersOf = new HashMap<>();
  private final Map<ResourceName, Map<String, Client>> transactorsOf = new HashMap<>();

  /**
   * Makes an empty table.
   *
   * @param elapsed the time that passes, in milliseconds
   * @param whenGone gets the id of each client that is gone
   */
  public Clients(LongSupplier elapsed, Consumer<String> whenGone) {
    this.elapsed = elapsed;
    this.whenGone = whenGone;
  }

  /**
   * A client opened a stream; several from one client are normal, as when it reconnects before the
   * old one ended.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when there are {@link
   *     #MAX_CLIENTS} others
   */
  public synchronized void streamOpened(String clientId) {
    client(clientId).streams++;
  }

  /**
   * A stream of a client ended; if it was the last one the client has {@link Limits#RECONNECT_TIME}
   * to come back.
   */
  public synchronized void streamClosed(String clientId) {
    Client client = byId.get(clientId);
    if (client == null || client.streams == 0) {
      return;
    }
    client.streams--;
    client.aliveUntil = elapsed.getAsLong() + Limits.RECONNECT_TIME.toMillis();
    if (client.streams == 0 && client.aliveUntil < client.lookAt) {
      planLook(client, client.aliveUntil);
    }
  }

  /**
   * A client gave a sign of life.
   *
   * @throws BrokerException as {@link #streamOpened}
   */
  public synchronized void seen(String clientId) {
    Client client = client(clientId);
    client.aliveUntil =
        Math.max(client.aliveUntil, elapsed.getAsLong() + Limits.CLIENT_EXPIRY.toMillis());
  }

  /** A client says that it sends to a topic. */
  public synchronized void publishes(String clientId, ResourceName topic) {
    Client client = client(clientId);
    note(client, client.publishes, topic, publishersOf);
  }

  /** A client sent a half message to a topic. */
  public synchronized void transacts(String clientId, ResourceName topic) {
    Client client = client(clientId);
    note(client, client.transacts, topic, transactorsOf);
  }

  private static void note(
      Client client,
      Set<ResourceName> topics,
      ResourceName topic,
      Map<ResourceName, Map<String, Client>> byTopic) {
    if (topics.add(topic)) {
      byTopic.computeIfAbsent(topic, absent -> new LinkedHashMap<>()).put(client.id, client);
      if (topics.size() > MAX_TOPICS) {
        ResourceName oldest = topics.iterator().next();
        topics.remove(oldest);
        forget(client, oldest, byTopic);
      }
    }
  }

  private static void forget(
      Client client, ResourceName topic, Map<ResourceName, Map<String, Client>> byTopic) {
    byTopic.computeIfPresent(
        topic,
        (name, clients) -> clients.remove(client.id) != null && clients.isEmpty() ? null : clients);
  }

  /**
   * Returns which clients may be asked for a transaction of a topic, the best first: the sender of
   * its half message, others that sent half messages to the topic, others that send to the topic;
   * at most {@value #MAX_ASKED}. A client without an open stream cannot be asked.
   */
  public synchronized List<String> producersOf(ResourceName topic, String sender) {
    Set<String> producers = new LinkedHashSet<>();
    Client known = byId.get(sender);
    if (known != null && known.streams > 0) {
      producers.add(sender);
    }
    addConnected(transactorsOf.getOrDefault(topic, Map.of()), producers);
    addConnected(publishersOf.getOrDefault(topic, Map.of()), producers);
    return List.copyOf(producers);
  }

  private static void addConnected(Map<String, Client> clients, Set<String> producers) {
    for (Client client : clients.values()) {
      if (producers.size() >= MAX_ASKED) {
        return;
      }
      if (client.streams > 0) {
        producers.add(client.id);
      }
    }
  }

  /** A client said that it ends. */
  public void terminated(String clientId) {
    synchronized (this) {
      Client client = byId.get(clientId);
      // A stream that is still open ends by itself, and the client is forgotten then.
      if (client != null && client.streams == 0) {
        remove(client);
      }
    }
    whenGone.accept(clientId);
  }

  /** Says whether a client lives. */
  public synchronized boolean isAlive(String clientId) {
    Client client = byId.get(clientId);
    return client != null && isAlive(client);
  }

  private boolean isAlive(Client client) {
    return client.streams > 0 || elapsed.getAsLong() < client.aliveUntil;
  }

  /**
   * Finds clients that gave no sign of life for too long. Returns whether there may be more, for
   * another call.
   */
  public boolean sweep() {
    List<String> gone = new ArrayList<>();
    boolean more;
    synchronized (this) {
      for (int count = 0; count < LOOKS && isDue(); count++) {
        look(looks.remove(), gone);
      }
      more = isDue();
    }
    gone.forEach(whenGone);
    return more;
  }

  private boolean isDue() {
    return !looks.isEmpty() && looks.peek().at <= elapsed.getAsLong();
  }

  private void look(Look look, List<String> gone) {
    Client client = look.client;
    if (byId.get(client.id) != client || look.at != client.lookAt) {
      return;
    }
    if (isAlive(client)) {
      long next = elapsed.getAsLong() + Limits.CLIENT_EXPIRY.toMillis();
      planLook(client, client.streams > 0 ? next : client.aliveUntil);
    } else {
      remove(client);
      gone.add(client.id);
    }
  }

  private void planLook(Client client, long at) {
    client.lookAt = at;
    looks.add(new Look(at, client));
  }

  private Client client(String clientId) {
    Client client = byId.get(clientId);
    if (client == null) {
      if (byId.size() == MAX_CLIENTS) {
        throw new BrokerException(
            Reason.TOO_MANY_REQUESTS,
            "the broker knows %d clients, and may know %d; try again later"
                .formatted(byId.size(), MAX_CLIENTS));
      }
      client = new Client(clientId);
      byId.put(clientId, client);
      planLook(client, elapsed.getAsLong());
    }
    return client;
  }

  private void remove(Client client) {
    byId.remove(client.id);
    client.publishes.forEach(topic -> forget(client, topic, publishersOf));
    client.transacts.forEach(topic -> forget(client, topic, transactorsOf));
  }
}
