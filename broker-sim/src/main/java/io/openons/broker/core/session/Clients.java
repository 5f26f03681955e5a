package io.openons.broker.core.session;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Which clients live. A client lives while it has a session, and for a while after each other sign
 * of life; setting the clock changes nothing of that. Safe on any thread.
 */
public final class Clients {
  /** Clients that are known at a time; more are refused. Each costs about 500 bytes. Ours. */
  public static final int MAX_CLIENTS = 100_000;

  /** Topics, and producer groups, that are known of a client; the oldest go first. Ours. */
  static final int MAX_TOPICS = 1_000;

  /** Sessions that may be asked for one transaction. Ours. */
  static final int MAX_ASKED = 16;

  /** Clients that are looked at in one go: about a millisecond, with what they held. */
  static final int LOOKS = 32;

  private static final class Client {
    final String id;
    final List<ClientSession> sessions = new ArrayList<>(1);
    long aliveUntil;

    /** When it is looked at next; looks that were planned for another time do not count. */
    long lookAt;

    final Set<ResourceName> publishes = new LinkedHashSet<>(2);
    final Set<ResourceName> transacts = new LinkedHashSet<>(2);
    final Set<String> producerGroups = new LinkedHashSet<>(2);

    Client(String id) {
      this.id = id;
    }

    boolean isConnected() {
      return !sessions.isEmpty();
    }

    /** The user of its sessions; a client id is of one user only. */
    String owner() {
      return sessions.get(0).owner();
    }
  }

  /**
   * The connected clients of each topic or producer group, by their users: a search passes by no
   * client that cannot be asked.
   */
  private static final class Producers<K> {
    private final Map<K, Map<String, Map<String, Client>>> byOwner = new HashMap<>();

    void add(K key, Client client) {
      byOwner
          .computeIfAbsent(key, absent -> new LinkedHashMap<>())
          .computeIfAbsent(client.owner(), absent -> new LinkedHashMap<>())
          .put(client.id, client);
    }

    void remove(K key, Client client) {
      byOwner.computeIfPresent(
          key,
          (known, owners) -> {
            owners.computeIfPresent(
                client.owner(),
                (owner, clients) ->
                    clients.remove(client.id) != null && clients.isEmpty() ? null : clients);
            return owners.isEmpty() ? null : owners;
          });
    }

    /** Returns all clients of a key. */
    Stream<Client> all(K key) {
      return byOwner.getOrDefault(key, Map.of()).values().stream()
          .flatMap(clients -> clients.values().stream());
    }

    /** Adds sessions of clients of a user, or without one; of all when the user is null. */
    void collect(K key, String owner, Set<ClientSession> producers) {
      Map<String, Map<String, Client>> owners = byOwner.get(key);
      if (owners == null) {
        return;
      }
      if (owner == null) {
        owners.values().forEach(clients -> Clients.add(clients.values(), producers));
      } else {
        Clients.add(owners.getOrDefault(owner, Map.of()).values(), producers);
        Clients.add(owners.getOrDefault(null, Map.of()).values(), producers);
      }
    }
  }

  private record Look(long at, Client client) {}

  private final LongSupplier elapsed;
  private final Consumer<String> whenGone;
  private final Map<String, Client> byId = new HashMap<>();
  private final NavigableMap<String, Client> sorted = new TreeMap<>();
  private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::at));
  private final Producers<ResourceName> publishers = new Producers<>();
  private final Producers<ResourceName> transactors = new Producers<>();
  private final Producers<String> members = new Producers<>();

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
   * A client is connected; several sessions of one client are normal, as when it reconnects before
   * the old one ended.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when there are {@link
   *     #MAX_CLIENTS} others
   */
  public synchronized void opened(ClientSession session) {
    Client client = client(session.clientId());
    boolean isFirst = !client.isConnected();
    client.sessions.add(session);
    if (isFirst) {
      client.publishes.forEach(topic -> publishers.add(topic, client));
      client.transacts.forEach(topic -> transactors.add(topic, client));
      client.producerGroups.forEach(group -> members.add(group, client));
    }
    session.producerGroups().forEach(group -> note(client, client.producerGroups, group, members));
  }

  /**
   * A session ended; if it was its client's last one, the client has {@link Limits#RECONNECT_TIME}
   * to come back. No error when it was not open.
   */
  public synchronized void closed(ClientSession session) {
    Client client = byId.get(session.clientId());
    if (client == null || !client.sessions.contains(session)) {
      return;
    }
    if (client.sessions.size() == 1) {
      client.publishes.forEach(topic -> publishers.remove(topic, client));
      client.transacts.forEach(topic -> transactors.remove(topic, client));
      client.producerGroups.forEach(group -> members.remove(group, client));
    }
    client.sessions.remove(session);
    client.aliveUntil = elapsed.getAsLong() + Limits.RECONNECT_TIME.toMillis();
    if (!client.isConnected() && client.aliveUntil < client.lookAt) {
      planLook(client, client.aliveUntil);
    }
  }

  /**
   * A client gave a sign of life. Returns its id as this table keeps it: what is kept with a client
   * id refers to that text and needs no other.
   *
   * @throws BrokerException as {@link #opened}
   */
  public synchronized String seen(String clientId) {
    Client client = client(clientId);
    client.aliveUntil =
        Math.max(client.aliveUntil, elapsed.getAsLong() + Limits.CLIENT_EXPIRY.toMillis());
    return client.id;
  }

  /** A client says that it sends to a topic. */
  public synchronized void publishes(String clientId, ResourceName topic) {
    Client client = client(clientId);
    note(client, client.publishes, topic, publishers);
  }

  /** A client sent a half message to a topic. */
  public synchronized void transacts(String clientId, ResourceName topic) {
    Client client = client(clientId);
    note(client, client.transacts, topic, transactors);
  }

  private static <K> void note(Client client, Set<K> known, K key, Producers<K> producers) {
    if (!known.add(key)) {
      return;
    }
    K oldest = known.size() > MAX_TOPICS ? known.iterator().next() : null;
    known.remove(oldest);
    if (client.isConnected()) {
      producers.add(key, client);
      if (oldest != null) {
        producers.remove(oldest, client);
      }
    }
  }

  /**
   * Returns sessions of clients that may be asked for a transaction of a topic, the best first: of
   * the sender of its half message, of its group of producers, of others that sent half messages to
   * the topic, of others that send to the topic; at most {@value #MAX_ASKED}.
   *
   * @param producerGroup the sender's group; null for none
   * @param owner the user whose sessions these are; null for any
   */
  public synchronized List<ClientSession> producersOf(
      ResourceName topic, String sender, String producerGroup, String owner) {
    Set<ClientSession> producers = new LinkedHashSet<>();
    Client known = byId.get(sender);
    if (known != null && known.isConnected() && isOf(known, owner)) {
      add(List.of(known), producers);
    }
    members.collect(producerGroup, owner, producers);
    transactors.collect(topic, owner, producers);
    publishers.collect(topic, owner, producers);
    return List.copyOf(producers);
  }

  private static boolean isOf(Client client, String owner) {
    return owner == null || client.owner() == null || owner.equals(client.owner());
  }

  private static void add(Collection<Client> clients, Set<ClientSession> producers) {
    for (Client client : clients) {
      for (ClientSession session : client.sessions) {
        if (producers.size() >= MAX_ASKED) {
          return;
        }
        producers.add(session);
      }
    }
  }

  /** A client said that it ends. */
  public void terminated(String clientId) {
    synchronized (this) {
      Client client = byId.get(clientId);
      // A session that is still open ends by itself, and the client is forgotten then.
      if (client != null && !client.isConnected()) {
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
    return client.isConnected() || elapsed.getAsLong() < client.aliveUntil;
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
      planLook(client, client.isConnected() ? next : client.aliveUntil);
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
      sorted.put(clientId, client);
      planLook(client, elapsed.getAsLong());
    }
    return client;
  }

  /** Forgets a client, which has no session. */
  private void remove(Client client) {
    byId.remove(client.id);
    sorted.remove(client.id);
  }

  /** Returns a page of the clients that live, by their ids. */
  public synchronized Page<ClientView> list(PageRequest request) {
    return request.of(sorted, client -> isAlive(client) ? view(client) : null);
  }

  /** Returns a client that lives; null when there is none with this id. */
  public synchronized ClientView find(String clientId) {
    Client client = byId.get(clientId);
    return client == null || !isAlive(client) ? null : view(client);
  }

  private ClientView view(Client client) {
    Set<ResourceName> publishes = new TreeSet<>(Comparator.comparing(ResourceName::toString));
    publishes.addAll(client.publishes);
    publishes.addAll(client.transacts);
    return new ClientView(
        client.id,
        client.isConnected() ? client.owner() : null,
        client.isConnected() ? client.sessions.get(0).info() : ClientInfo.UNKNOWN,
        client.sessions.size(),
        publishes,
        Set.copyOf(client.producerGroups));
  }

  /** Returns connected clients that say that they send to a topic, up to a number. */
  public synchronized List<String> publishersOf(ResourceName topic, int most) {
    return Stream.of(publishers, transactors)
        .flatMap(known -> known.all(topic))
        .map(client -> client.id)
        .distinct()
        .limit(most)
        .sorted()
        .toList();
  }

  /** Returns connected clients of a group of producers, up to a number. */
  public synchronized List<ClientView> producersIn(String producerGroup, int most) {
    return members.all(producerGroup).limit(most).map(this::view).toList();
  }
}
