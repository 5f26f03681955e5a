package io.openons.broker;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.files.ConfigurationException;
import io.openons.broker.files.TlsException;
import io.openons.broker.server.net.Listener;
import io.openons.broker.store.disk.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A running broker inside this process.
 *
 * <pre>{@code
 * try (OnsBroker broker = OnsBroker.start()) {
 *   properties.put("NAMESRV_ADDR", broker.endpoint());
 *   ...
 * }
 * }</pre>
 *
 * <p>It stores messages on disk like the process does. Safe on any thread.
 */
public final class OnsBroker implements AutoCloseable {
  /** The RocketMQ 5 gRPC port, used when no other is chosen: 8081. */
  public static final int DEFAULT_GRPC_PORT = 8081;

  /** The port of RocketMQ's name servers, used when no other is chosen: 9876. */
  public static final int DEFAULT_REMOTING_PORT = 9876;

  /** The port of HTTP, used when no other is chosen: 8080. */
  public static final int DEFAULT_HTTP_PORT = 8080;

  /** Queues of a topic that is made on first use: 8, as the commercial service has. */
  public static final int DEFAULT_QUEUES = 8;

  private static final String GRPC = "grpc";
  private static final String REMOTING = "remoting";
  private static final String HTTP = "http";

  private final Builder settings;
  private final TemporaryFolder temporary;
  private volatile Composition parts;
  private volatile int starts = 1;

  private OnsBroker(Builder settings, TemporaryFolder temporary) {
    this.settings = settings;
    this.temporary = temporary;
    this.parts = Composition.of(settings, this);
  }

  /**
   * Starts a broker for a test: on a free port of 127.0.0.1, in a temporary folder that {@link
   * #close()} deletes.
   */
  public static OnsBroker start() {
    return builder().start();
  }

  /** Returns a builder for a broker with other settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns {@code host:port} as clients reach the broker; usable as {@code NAMESRV_ADDR}. */
  public String endpoint() {
    return endpoint(GRPC);
  }

  /**
   * Returns {@code host:port} as clients of a protocol reach the broker.
   *
   * @param protocol one of {@link #protocols()}
   * @throws IllegalArgumentException when it is not served
   */
  public String endpoint(String protocol) {
    return parts.endpoint(listener(protocol));
  }

  /** Returns the names of the protocols that are served. */
  public List<String> protocols() {
    return parts.listeners().stream().map(Listener::protocol).toList();
  }

  /** Returns the port of gRPC. */
  public int grpcPort() {
    return listener(GRPC).address().getPort();
  }

  /**
   * Returns the port of the remoting protocol.
   *
   * @throws IllegalArgumentException when it is off
   */
  public int remotingPort() {
    return listener(REMOTING).address().getPort();
  }

  /**
   * Returns the port of HTTP: the admin API, metrics and health.
   *
   * @throws IllegalArgumentException when it is off
   */
  public int httpPort() {
    return listener(HTTP).address().getPort();
  }

  private Listener listener(String protocol) {
    return parts.listeners().stream()
        .filter(listener -> listener.protocol().equals(protocol))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "protocol '%s' is not served; these are: %s".formatted(protocol, protocols())));
  }

  /** Returns the folder that holds the messages. */
  public Path dataDir() {
    return parts.dataDir();
  }

  /**
   * Makes a topic, or changes the settings of the one that exists: for tests that need one of a
   * certain kind, since a topic that is made on first use accepts every kind of messages.
   *
   * @param name the name, with its instance in front if it has one: {@code instance%name}
   * @throws BrokerException when the name is not allowed, or the topic would lose queues
   */
  public void createTopic(String name, TopicSettings settings) {
    parts.administration().topics().set(ResourceName.of("", name), settings.inCore());
  }

  /**
   * Makes a consumer group, or changes the settings of the one that exists. Clients that are
   * connected learn of it when they send their own settings next, at the latest after 5 min.
   *
   * @param name the name, with its instance in front if it has one: {@code instance%name}
   * @throws BrokerException when the name is not allowed
   */
  public void configureGroup(String name, GroupSettings settings) {
    parts.administration().groups().set(ResourceName.of("", name), settings.inCore());
  }

  /**
   * Returns messages of a topic without consuming them: queue by queue, the earliest first. What
   * waits for its delivery time, or for its transaction, is in no queue yet. Dead letters of a
   * group are in the topic {@code %DLQ%group}.
   *
   * @param topic the name, with its instance in front if it has one: {@code instance%name}
   * @param limit how many at most from each queue, 1 to 1000
   * @return none when the topic does not exist
   */
  public List<StoredMessage> messages(String topic, int limit) {
    ResourceName name = ResourceName.of("", topic);
    int queues = parts.administration().topics().queuesOf(name).orElse(0);
    List<StoredMessage> messages = new ArrayList<>();
    for (int queue = 0; queue < queues; queue++) {
      parts
          .administration()
          .messages()
          .byOffset(name, queue, 0, PageRequest.first(limit))
          .items()
          .stream()
          .map(stored -> StoredMessage.of(topic, stored))
          .forEach(messages::add);
    }
    return messages;
  }

  /**
   * Says whether a consumer group has nothing to do now: no message is ready for it, and no
   * consumer holds one. Messages may wait for their next delivery.
   *
   * @throws BrokerException when the group does not exist
   */
  public boolean isIdle(String group) {
    return parts.administration().groups().isIdle(ResourceName.of("", group));
  }

  /**
   * Stops the broker and starts it again: at the same ports, with what it stored. Clients lose
   * their connections, and find it again.
   *
   * @throws IllegalStateException when it is closed
   * @throws RuntimeException as {@link Builder#start()}; the broker is closed then
   */
  public synchronized void restart() {
    if (parts.isClosed()) {
      throw new IllegalStateException("the broker is closed; start another one");
    }
    Builder again = new Builder(settings);
    again.grpcPort(grpcPort());
    if (protocols().contains(REMOTING)) {
      again.remotingPort(remotingPort());
    }
    if (protocols().contains(HTTP)) {
      again.httpPort(httpPort());
    }
    parts.close();
    parts = Composition.of(again, this);
    starts++;
  }

  /** Returns how many times it was started. */
  int starts() {
    return starts;
  }

  /**
   * Ends all calls, makes everything durable, and leaves no thread behind; no effect when called
   * again.
   */
  @Override
  public synchronized void close() {
    try {
      parts.close();
    } finally {
      if (temporary != null) {
        temporary.close();
      }
    }
  }

  /** Settings of a broker that is to be started; {@link BrokerSetting} has the table of all. */
  public static final class Builder {
    private final Map<BrokerSetting<?>, Object> values = new HashMap<>();
    private BrokerListener listener = BrokerListener.NONE;
    private TurnableClock clock;
    private Faults faults;

    private Builder() {
      set(BrokerSetting.GRPC_PORT, 0);
      // Free, too: tests run many brokers side by side, and any client should reach each.
      set(BrokerSetting.REMOTING_PORT, 0);
      set(BrokerSetting.HTTP_PORT, 0);
      set(BrokerSetting.DATA_DIR, null);
    }

    private Builder(Builder other) {
      values.putAll(other.values);
      listener = other.listener;
      clock = other.clock;
      faults = other.faults;
    }

    /**
     * Sets a setting.
     *
     * @param value null for none
     * @throws IllegalArgumentException when the value is out of range
     */
    public <T> Builder set(BrokerSetting<T> setting, T value) {
      values.put(setting, setting.check(value));
      return this;
    }

    /** Returns the value of a setting; null for none. */
    @SuppressWarnings("unchecked") // set puts a value of the setting's own type
    <T> T get(BrokerSetting<T> setting) {
      return values.containsKey(setting) ? (T) values.get(setting) : setting.defaultValue();
    }

    /**
     * The folder of the messages: an empty one or a broker's. Default: a temporary folder that
     * close deletes.
     */
    public Builder dataDir(Path folder) {
      return set(BrokerSetting.DATA_DIR, folder);
    }

    /**
     * The local address to listen on. Default: 127.0.0.1, which other machines cannot reach;
     * 0.0.0.0 is all.
     */
    public Builder bindHost(String address) {
      return set(BrokerSetting.BIND, address);
    }

    /** The port of gRPC, 0 to 65535. Default: 0, a free one. */
    public Builder grpcPort(int port) {
      return set(BrokerSetting.GRPC_PORT, port);
    }

    /**
     * The port of the remoting protocol, 0 to 65535; -1 for none. Clients 4.x, and ONS 1.x, take
     * {@code endpoint("remoting")} as {@code NAMESRV_ADDR}. Default: 0, a free one.
     */
    public Builder remotingPort(int port) {
      return set(BrokerSetting.REMOTING_PORT, port);
    }

    /**
     * The address that all clients of the remoting protocol are told to use. Default: the one that
     * each client reached.
     */
    public Builder remotingAdvertise(String advertisedHost, int port) {
      return set(
          BrokerSetting.REMOTING_ADVERTISE,
          InetSocketAddress.createUnresolved(advertisedHost, port));
    }

    /**
     * The port of HTTP, 0 to 65535; -1 for none. Default: 0, a free one, of which {@link
     * OnsBroker#httpPort()} has the number.
     */
    public Builder httpPort(int port) {
      return set(BrokerSetting.HTTP_PORT, port);
    }

    /**
     * The local address to serve HTTP at. Default: 127.0.0.1; another one needs users, or {@link
     * #httpOpen}.
     */
    public Builder httpBind(String address) {
      return set(BrokerSetting.HTTP_BIND, address);
    }

    /**
     * Names by which HTTP requests may reach this broker, with commas between them. Addresses, and
     * {@code localhost}, always may. Default: none.
     */
    public Builder httpHosts(String names) {
      return set(BrokerSetting.HTTP_HOSTS, names);
    }

    /**
     * Whether HTTP is served without users at other addresses than loopback, so that everybody who
     * reaches it may change everything. Default: not.
     */
    public Builder httpOpen(boolean open) {
      return set(BrokerSetting.HTTP_OPEN, open);
    }

    /**
     * Topics, and groups, that the metrics show one by one, 0 to 100,000. Default: 1000; the rest
     * is counted together.
     */
    public Builder metricsNames(int names) {
      return set(BrokerSetting.METRICS_NAMES, names);
    }

    /**
     * The address that all clients are told to use, for set-ups where the one they first used is no
     * good. Default: the one that each client used, which is right behind port mappings too.
     */
    public Builder advertise(String advertisedHost, int port) {
      return set(BrokerSetting.ADVERTISE, InetSocketAddress.createUnresolved(advertisedHost, port));
    }

    /** When a message counts as stored. Default: {@link FlushMode#ASYNC}. */
    public Builder flushMode(FlushMode mode) {
      return set(BrokerSetting.FLUSH_MODE, mode);
    }

    /**
     * How long messages are kept, 1 hour to 10 years: consumed or not, the oldest segments of 128
     * MiB of the log are deleted when all in them is older. Default: 72 hours. The first hour after
     * a start, and after a jump of the clock, deletes nothing because of its age.
     */
    public Builder retentionAge(Duration age) {
      return set(BrokerSetting.RETENTION_HOURS, age);
    }

    /**
     * How many bytes of log are kept, 1 or more: when the log is longer, its oldest segments of 128
     * MiB are deleted, but never the newest one. Default: any length.
     */
    public Builder retentionBytes(long bytes) {
      return set(BrokerSetting.RETENTION_SIZE, bytes);
    }

    /**
     * The share of the disk, 0.01 to 1, above which sends are refused, whoever uses the disk.
     * Consuming and deleting go on. Default: 0.9.
     */
    public Builder diskWatermark(double share) {
      return set(BrokerSetting.DISK_WATERMARK, share);
    }

    /** Whether a topic is made when it is first used, or refused. Default: made. */
    public Builder autoCreateTopics(boolean create) {
      return set(BrokerSetting.AUTO_CREATE_TOPICS, create);
    }

    /** Queues of a topic that is made on first use, 1 to 1024. Default: {@link #DEFAULT_QUEUES}. */
    public Builder queuesOfNewTopics(int queues) {
      return set(BrokerSetting.QUEUES, queues);
    }

    /**
     * Where a consumer group begins in a topic that it has not consumed. Default: {@link
     * StartPosition#LATEST}.
     */
    public Builder newGroupsStartAt(StartPosition position) {
      return set(BrokerSetting.NEW_GROUPS_START_AT, position);
    }

    /**
     * When producers are asked for transactions that they did not decide. Default: 6 s after the
     * half message, then each 30 s, 15 times, as Apache RocketMQ does.
     *
     * @param first 1 ms to 1 h
     * @param interval 1 ms to 1 day
     * @param maxChecks 1 to 1000
     */
    public Builder transactionChecks(Duration first, Duration interval, int maxChecks) {
      return set(BrokerSetting.TRANSACTION_FIRST_CHECK, first)
          .set(BrokerSetting.TRANSACTION_CHECK_INTERVAL, interval)
          .set(BrokerSetting.TRANSACTION_MAX_CHECKS, maxChecks);
    }

    /**
     * The certificate chain and key for TLS, in PEM, the key in PKCS#8 without a password. Default:
     * a certificate of an authority of the broker's own, in the folder {@code tls} of the data
     * folder; clients trust {@code tls/authority.pem}.
     */
    public Builder tls(Path certificate, Path key) {
      return set(BrokerSetting.TLS_CERTIFICATE, certificate).set(BrokerSetting.TLS_KEY, key);
    }

    /**
     * A JSON file of users and their rights, which is read again when it changes;
     * docs/access-control.md describes it. Default: none, and everybody may do everything.
     */
    public Builder users(Path file) {
      return set(BrokerSetting.USERS, file);
    }

    /**
     * How far the date of a signature may be from the broker's clock, up to 1 day; 0 for any.
     * Default: 15 minutes.
     */
    public Builder signatureWindow(Duration window) {
      return set(BrokerSetting.SIGNATURE_WINDOW, window);
    }

    /** In which time zone the dates of signatures are. Default: {@link SignatureZone#ANY}. */
    public Builder signatureZone(SignatureZone zone) {
      return set(BrokerSetting.SIGNATURE_ZONE, zone);
    }

    /**
     * A JSON file of topics and groups to create before the broker starts serving;
     * docs/resources.md describes it. Default: none.
     */
    public Builder resources(Path file) {
      return set(BrokerSetting.RESOURCES, file);
    }

    /** Open connections; further ones are closed at once. Default: 10000. */
    public Builder maxConnections(int connections) {
      return set(BrokerSetting.MAX_CONNECTIONS, connections);
    }

    /** Calls under way on a connection; clients queue further ones. Default: 4096. */
    public Builder maxCallsPerConnection(int calls) {
      return set(BrokerSetting.MAX_CALLS_PER_CONNECTION, calls);
    }

    /**
     * Receives and reads that wait for messages on all connections; further ones are refused.
     * Default: 20000, with about 6 KiB for each.
     */
    public Builder maxWaitingCalls(int calls) {
      return set(BrokerSetting.MAX_WAITING_CALLS, calls);
    }

    /** Receives and reads that wait for messages on one connection. Default: 2000. */
    public Builder maxWaitingPerConnection(int calls) {
      return set(BrokerSetting.MAX_WAITING_PER_CONNECTION, calls);
    }

    /**
     * Bytes of answers that clients have not taken, 4 MiB or more; one connection may have a
     * quarter of it. Default: 128 MiB.
     */
    public Builder maxUnsentBytes(long bytes) {
      return set(BrokerSetting.MAX_UNSENT_SIZE, bytes);
    }

    /** Topics that are made because a client named them. Default: 10000. */
    public Builder maxTopics(int topics) {
      return set(BrokerSetting.MAX_TOPICS, topics);
    }

    /** Groups that are made because a client named them. Default: 10000. */
    public Builder maxGroups(int groups) {
      return set(BrokerSetting.MAX_GROUPS, groups);
    }

    /** Topics that groups consume, one for each group and topic. Default: 20000. */
    public Builder maxSubscriptions(int subscriptions) {
      return set(BrokerSetting.MAX_SUBSCRIPTIONS, subscriptions);
    }

    /** Messages that are delivered and not acknowledged, of all groups. Default: 1000000. */
    public Builder maxUnfinished(long messages) {
      return set(BrokerSetting.MAX_UNFINISHED, messages);
    }

    /**
     * Half messages that are not decided; one client may have a tenth of them. Default: 1000000.
     */
    public Builder maxOpenTransactions(int transactions) {
      return set(BrokerSetting.MAX_OPEN_TRANSACTIONS, transactions);
    }

    /** Observes what the broker does. Default: {@link BrokerListener#NONE}. */
    public Builder listener(BrokerListener observer) {
      listener = Objects.requireNonNull(observer, "observer");
      return this;
    }

    /** The time of the broker, for tests. Default: that of the system. */
    public Builder clock(TurnableClock turned) {
      clock = Objects.requireNonNull(turned, "turned");
      return this;
    }

    /** Faults that a test orders. Default: there are none. */
    public Builder faults(Faults ordered) {
      faults = Objects.requireNonNull(ordered, "ordered");
      return this;
    }

    /**
     * Whether tests control the broker over HTTP, where those who may administer may;
     * docs/testing.md has the calls. A test in this process needs none of it: {@link #clock} and
     * {@link #faults}. Default: {@link Testing#OFF}.
     */
    public Builder testing(Testing time) {
      return set(BrokerSetting.TESTING, time);
    }

    private Builder controlled() {
      Testing testing = get(BrokerSetting.TESTING);
      if (testing != Testing.OFF && faults == null) {
        faults = new Faults();
      }
      if (testing == Testing.TURNED && clock == null) {
        clock = new TurnableClock();
      }
      return this;
    }

    TurnableClock clock() {
      return clock;
    }

    Faults faults() {
      return faults;
    }

    BrokerListener listener() {
      return listener;
    }

    /**
     * Checks the settings together.
     *
     * @throws IllegalArgumentException when one of them needs another
     */
    public Builder check() {
      if ((get(BrokerSetting.TLS_CERTIFICATE) == null) != (get(BrokerSetting.TLS_KEY) == null)) {
        throw new IllegalArgumentException("tls-certificate and tls-key go together; set both");
      }
      if (get(BrokerSetting.TESTING) != Testing.OFF
          && get(BrokerSetting.HTTP_PORT) == BrokerSetting.OFF) {
        throw new IllegalArgumentException(
            "testing is over HTTP, which is off; set http-port, or testing to off");
      }
      String httpHost = get(BrokerSetting.HTTP_BIND);
      if (get(BrokerSetting.HTTP_PORT) != BrokerSetting.OFF
          && get(BrokerSetting.USERS) == null
          && !get(BrokerSetting.HTTP_OPEN)
          && !isLoopback(httpHost)) {
        throw new IllegalArgumentException(
            ("http-bind is %s without users, so everybody who reaches it could change everything;"
                    + " set users, or http-open")
                .formatted(httpHost));
      }
      return this;
    }

    private static boolean isLoopback(String host) {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }

    /**
     * Starts the broker; when this returns it serves.
     *
     * @throws IllegalArgumentException as {@link #check()}
     * @throws ConfigurationException when the users or the resources file cannot be used
     * @throws StoreException when the data folder or the log cannot be used
     * @throws TlsException when the certificate cannot be used
     * @throws BindException when the address cannot be listened on
     */
    public OnsBroker start() {
      Builder settings = new Builder(check()).controlled();
      if (get(BrokerSetting.DATA_DIR) != null) {
        return new OnsBroker(settings, null);
      }
      TemporaryFolder temporary = new TemporaryFolder();
      try {
        return new OnsBroker(settings.dataDir(temporary.path()), temporary);
      } catch (RuntimeException e) {
        temporary.close();
        throw e;
      }
    }
  }
}
