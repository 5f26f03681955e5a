package io.openons.broker;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.SystemScheduler;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.files.ConfigurationException;
import io.openons.broker.files.ResourcesFile;
import io.openons.broker.files.TlsException;
import io.openons.broker.files.TlsIdentity;
import io.openons.broker.files.UsersFile;
import io.openons.broker.server.grpc.v2.GrpcServer;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  /** Queues of a topic that is made on first use: 8, as the commercial service has. */
  public static final int DEFAULT_QUEUES = 8;

  private static final Logger log = LoggerFactory.getLogger(OnsBroker.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Path dataDir;
  private String host;
  private Broker core;
  private GrpcServer server;

  private OnsBroker() {}

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
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + grpcPort();
  }

  /** Returns the port of gRPC. */
  public int grpcPort() {
    return server.port();
  }

  /** Returns the folder that holds the messages. */
  public Path dataDir() {
    return dataDir;
  }

  /**
   * Makes a topic, or changes the settings of the one that exists: for tests that need one of a
   * certain kind, since a topic that is made on first use accepts every kind of messages.
   *
   * @param name the name, with its instance in front if it has one: {@code instance%name}
   * @throws BrokerException when the name is not allowed, or the topic would lose queues
   */
  public void createTopic(String name, TopicSettings settings) {
    core.administration().setTopic(ResourceName.of("", name), settings);
  }

  /**
   * Makes a consumer group, or changes the settings of the one that exists. Clients that are
   * connected learn of it when they send their own settings next, at the latest after 5 min.
   *
   * @param name the name, with its instance in front if it has one: {@code instance%name}
   * @throws BrokerException when the name is not allowed
   */
  public void configureGroup(String name, GroupSettings settings) {
    core.administration().setGroup(ResourceName.of("", name), settings);
  }

  /**
   * Ends all calls, makes everything durable, and leaves no thread behind; no effect when called
   * again.
   */
  @Override
  public synchronized void close() {
    RuntimeException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException known
                ? known
                : new StoreException("the broker cannot be closed: " + e, e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private <T extends AutoCloseable> T closeLater(T resource) {
    opened.push(resource);
    return resource;
  }

  /** The settings of a broker that is to be started. */
  public static final class Builder {
    private Path dataDir;
    private String bindHost = "127.0.0.1";
    private int grpcPort;
    private InetSocketAddress advertised;
    private FlushMode flushMode = FlushMode.ASYNC;
    private Retention retention = Retention.DEFAULT;
    private double diskWatermark = StoreOptions.DISK_WATERMARK;
    private boolean autoCreateTopics = true;
    private int queuesOfNewTopics = DEFAULT_QUEUES;
    private StartPosition newGroupsStartAt = StartPosition.LATEST;
    private TransactionOptions transactions = TransactionOptions.DEFAULT;
    private Path tlsCertificate;
    private Path tlsKey;
    private Path users;
    private Path resources;

    private Builder() {}

    /**
     * Where messages are kept: an empty folder or a broker's. Default: a temporary folder that
     * close deletes.
     */
    public Builder dataDir(Path folder) {
      this.dataDir = folder;
      return this;
    }

    /**
     * The local address to listen on. Default: 127.0.0.1, which other machines cannot reach;
     * 0.0.0.0 is all.
     */
    public Builder bindHost(String address) {
      this.bindHost = address;
      return this;
    }

    /** The port of gRPC, 0 to 65535. Default: 0, a free one. */
    public Builder grpcPort(int port) {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException(
            "gRPC port is %d; allowed are 0 to 65535".formatted(port));
      }
      this.grpcPort = port;
      return this;
    }

    /**
     * The address that all clients are told to use, for set-ups where the one they first used is no
     * good. Default: the one that each client used, which is right behind port mappings too.
     */
    public Builder advertise(String advertisedHost, int port) {
      this.advertised = InetSocketAddress.createUnresolved(advertisedHost, port);
      return this;
    }

    /** When a message counts as stored. Default: {@link FlushMode#ASYNC}. */
    public Builder flushMode(FlushMode mode) {
      this.flushMode = mode;
      return this;
    }

    /**
     * How long messages are kept, 1 hour to 10 years: consumed or not, the oldest segments of 128
     * MiB of the log are deleted when all in them is older. Default: 72 hours. The first hour after
     * a start, and after a jump of the clock, deletes nothing because of its age.
     */
    public Builder retentionAge(Duration age) {
      if (age.compareTo(Duration.ofHours(1)) < 0 || age.compareTo(Duration.ofDays(3650)) > 0) {
        throw new IllegalArgumentException(
            "retention age is %s; allowed are 1 hour to 87600 hours".formatted(age));
      }
      this.retention = new Retention(age, retention.bytes());
      return this;
    }

    /**
     * How many bytes of log are kept, 1 or more: when the log is longer, its oldest segments of 128
     * MiB are deleted, but never the newest one. Default: any length.
     */
    public Builder retentionBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException(
            "retention size is %d bytes; at least 1 is needed".formatted(bytes));
      }
      this.retention = new Retention(retention.age(), bytes);
      return this;
    }

    /**
     * The share of the disk, 0.01 to 1, above which sends are refused, whoever uses the disk.
     * Consuming and deleting go on. Default: 0.9.
     */
    public Builder diskWatermark(double share) {
      if (!(share >= 0.01 && share <= 1)) {
        throw new IllegalArgumentException(
            "disk watermark is %s; allowed are 0.01 to 1 (1 %% to 100 %%)".formatted(share));
      }
      this.diskWatermark = share;
      return this;
    }

    /** Whether a topic is made when it is first used, or refused. Default: made. */
    public Builder autoCreateTopics(boolean create) {
      this.autoCreateTopics = create;
      return this;
    }

    /** Queues of a topic that is made on first use, 1 to 1024. Default: {@link #DEFAULT_QUEUES}. */
    public Builder queuesOfNewTopics(int queues) {
      if (queues < 1 || queues > 1024) {
        throw new IllegalArgumentException(
            "queues of new topics are %d; allowed are 1 to 1024".formatted(queues));
      }
      this.queuesOfNewTopics = queues;
      return this;
    }

    /**
     * Where a consumer group begins in a topic that it has not consumed. Default: {@link
     * StartPosition#LATEST}.
     */
    public Builder newGroupsStartAt(StartPosition position) {
      this.newGroupsStartAt = position;
      return this;
    }

    /**
     * When producers are asked for transactions that they did not decide. Default: {@link
     * TransactionOptions#DEFAULT}, 6 s after the half message, then each 30 s, 15 times.
     */
    public Builder transactionChecks(Duration first, Duration interval, int maxChecks) {
      this.transactions = new TransactionOptions(first, interval, maxChecks);
      return this;
    }

    /**
     * The certificate chain and key for TLS, in PEM, the key in PKCS#8 without a password. Default:
     * a self-signed certificate in the folder {@code tls} of the data folder.
     */
    public Builder tls(Path certificate, Path key) {
      this.tlsCertificate = certificate;
      this.tlsKey = key;
      return this;
    }

    /**
     * Who may use the broker: a JSON file of users and their rights, which is read again when it
     * changes; docs/access-control.md says what is in it. Default: none, and everybody may do
     * everything.
     */
    public Builder users(Path file) {
      this.users = file;
      return this;
    }

    /**
     * Topics and groups that the broker shall have when it serves: a JSON file; docs/resources.md
     * says what is in it. Default: none.
     */
    public Builder resources(Path file) {
      this.resources = file;
      return this;
    }

    /**
     * Starts the broker; when this returns it serves.
     *
     * @throws ConfigurationException when the users or the resources file cannot be used
     * @throws StoreException when the data folder or the log cannot be used
     * @throws TlsException when the certificate cannot be used
     * @throws BindException when the address cannot be listened on
     */
    public OnsBroker start() {
      OnsBroker broker = new OnsBroker();
      try {
        open(broker);
        return broker;
      } catch (RuntimeException e) {
        try {
          broker.close();
        } catch (RuntimeException closing) {
          e.addSuppressed(closing);
        }
        throw e;
      }
    }

    private void open(OnsBroker broker) {
      Path folder = dataDir == null ? temporaryFolder(broker) : dataDir;
      DataFolder data = broker.closeLater(DataFolder.open(folder));
      broker.dataDir = data.path();
      broker.host = bindHost;
      TlsIdentity tls =
          tlsCertificate == null
              ? TlsIdentity.selfSigned(data.path().resolve("tls"))
              : TlsIdentity.given(tlsCertificate, tlsKey);
      InstantSource clock = InstantSource.system();
      StoreOptions store =
          new StoreOptions(StoreOptions.SEGMENT_BYTES, flushMode, retention, diskWatermark);
      Journal journal = broker.closeLater(Journal.open(data, new NioDisk(), store, clock));
      SystemScheduler scheduler = new SystemScheduler(System::nanoTime);
      Broker.Options options =
          new Broker.Options(autoCreateTopics, queuesOfNewTopics, newGroupsStartAt, transactions);
      Broker core =
          broker.closeLater(Broker.open(journal, options, clock, scheduler, BrokerListener.NONE));
      core.lead();
      // The core has to say what still counts before anything is deleted.
      journal.startAgents();
      // Closed before the core, so that no timed task finds it closed.
      broker.closeLater(scheduler);
      broker.core = core;
      if (resources != null) {
        ResourcesFile.read(resources).apply(core.administration(), queuesOfNewTopics);
      }
      broker.server = broker.closeLater(serve(core, tls, access(scheduler)));
    }

    private AccessControl access(SystemScheduler scheduler) {
      if (users == null) {
        log.info("access control is off: whoever reaches the port may do everything");
        return AccessControl.off();
      }
      return UsersFile.follow(users, SignatureDates.within(InstantSource.system()), scheduler);
    }

    private static Path temporaryFolder(OnsBroker broker) {
      try {
        Path folder = Files.createTempDirectory("openons-");
        broker.closeLater(() -> new NioDisk().deleteFolder(folder));
        return folder;
      } catch (IOException e) {
        throw new StoreException(
            "no temporary folder can be made: %s; name a data folder".formatted(e), e);
      }
    }

    private GrpcServer serve(Broker core, TlsIdentity tls, AccessControl access) {
      try {
        InetSocketAddress address =
            new InetSocketAddress(InetAddress.getByName(bindHost), grpcPort);
        return GrpcServer.start(core, access, address, advertised, new io.openons.broker.server.net.Connections(io.openons.broker.server.net.ServerLimits.DEFAULT, new io.openons.broker.server.net.FaultLog(System::nanoTime)), java.util.concurrent.CompletableFuture.supplyAsync(tls));
      } catch (IOException e) {
        throw new BindException(bindHost, grpcPort, e);
      }
    }
  }
}
