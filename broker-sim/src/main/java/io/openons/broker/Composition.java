package io.openons.broker;

import io.netty.handler.ssl.SslContext;
import io.openons.broker.core.Administration;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.SignatureDates;
import io.openons.broker.core.api.Bounds;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.core.api.SystemScheduler;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.files.ResourcesFile;
import io.openons.broker.files.TlsIdentity;
import io.openons.broker.files.UsersFile;
import io.openons.broker.server.grpc.GrpcServer;
import io.openons.broker.server.http.HttpServer;
import io.openons.broker.server.http.access.Audit;
import io.openons.broker.server.http.access.BrowserGuard;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.admin.AdminService;
import io.openons.broker.server.http.admin.BrokerFacts;
import io.openons.broker.server.http.admin.Routes;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.http.call.Workers;
import io.openons.broker.server.http.metrics.Counters;
import io.openons.broker.server.http.metrics.MetricsSource;
import io.openons.broker.server.http.metrics.MonitoringService;
import io.openons.broker.server.net.CallFaults;
import io.openons.broker.server.net.Connections;
import io.openons.broker.server.net.EventLoops;
import io.openons.broker.server.net.FaultLog;
import io.openons.broker.server.net.GroupCommit;
import io.openons.broker.server.net.Listener;
import io.openons.broker.server.net.Network;
import io.openons.broker.server.net.ServerLimits;
import io.openons.broker.server.remoting.RemotingServer;
import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a broker: made in order of need, closed in the opposite one. */
final class Composition implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OnsBroker.class);

  /** How often the log is kept in order while a test turns the clock. */
  private static final Duration HOUSEKEEPING = Duration.ofMinutes(5);

  /** Small segments, so that a test sees retention with few messages; the largest one fits. */
  private static final int SEGMENT_BYTES_OF_TESTS = 16 << 20;

  private final OnsBroker.Builder settings;
  private final OnsBroker broker;
  private final InstantSource clock;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();
  private Path dataDir;
  private Broker core;
  private volatile boolean isClosing;

  private Composition(OnsBroker.Builder settings, OnsBroker broker) {
    this.settings = settings;
    this.broker = broker;
    this.clock = settings.clock() == null ? InstantSource.system() : settings.clock();
  }

  /** Makes and starts all parts; when one cannot be, those before it are closed. */
  static Composition of(OnsBroker.Builder settings, OnsBroker broker) {
    Composition parts = new Composition(settings, broker);
    try {
      parts.open();
      return parts;
    } catch (RuntimeException e) {
      try {
        parts.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private String host() {
    return settings.get(BrokerSetting.BIND);
  }

  /** Returns {@code host:port} as clients of a protocol reach it. */
  String endpoint(Listener listener) {
    String host =
        listener.protocol().equals(HttpServer.PROTOCOL)
            ? settings.get(BrokerSetting.HTTP_BIND)
            : host();
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return shown + ":" + listener.address().getPort();
  }

  Path dataDir() {
    return dataDir;
  }

  List<Listener> listeners() {
    return listeners;
  }

  Administration administration() {
    return core.administration();
  }

  private void open() {
    DataFolder data = closeLater(DataFolder.open(settings.get(BrokerSetting.DATA_DIR)));
    dataDir = data.path();
    TlsIdentity tls = closeLater(tls());
    Journal journal = closeLater(Journal.open(data, disk(), store(), clock));
    Scheduler scheduler = scheduler(journal);
    boolean isHttpServed = settings.get(BrokerSetting.HTTP_PORT) != BrokerSetting.OFF;
    Counters counters =
        isHttpServed ? new Counters(settings.get(BrokerSetting.METRICS_NAMES)) : null;
    Observation observation = new Observation(settings.listener(), counters);
    journal.observeFlushes(observation);
    core = closeLater(Broker.open(journal, options(), clock, scheduler, observation));
    core.lead();
    // The core has to say what still counts before anything is deleted.
    journal.startAgents();
    // Closed before the core, so that no timed task finds it closed.
    closeLater((AutoCloseable) scheduler);
    Path resources = settings.get(BrokerSetting.RESOURCES);
    if (resources != null) {
      ResourcesFile.read(resources)
          .apply(core.administration(), settings.get(BrokerSetting.QUEUES));
    }
    AccessControl access = access(scheduler);
    Network network = network(tls::context, counters);
    serve(access, scheduler, network);
    if (isHttpServed) {
      serveHttp(access, network.withTls(tls::httpContext), scheduler, counters);
    }
    log.info(
        "serves {} with data in {}", listeners.stream().map(Composition::shown).toList(), dataDir);
    closeLater(() -> log.info("stops"));
  }

  private Disk disk() {
    // The room is measured by the journal, which is made with the disk.
    return settings.faults() == null ? new NioDisk() : settings.faults().disk();
  }

  private Scheduler scheduler(Journal journal) {
    if (settings.faults() != null) {
      settings.faults().whenDiskChanges(journal::measureDisk);
    }
    if (settings.clock() == null) {
      return new SystemScheduler(System::nanoTime);
    }
    TurnedScheduler turned = settings.clock().schedule();
    keepHouse(turned, journal);
    return turned;
  }

  /** As the journal's own thread does, which goes by the system's clock. */
  private static void keepHouse(TurnedScheduler turned, Journal journal) {
    turned.after(
        HOUSEKEEPING.toMillis(),
        () -> {
          journal.keepHouse();
          keepHouse(turned, journal);
        });
  }

  private static String shown(Listener listener) {
    InetSocketAddress address = listener.address();
    return "%s at %s:%d".formatted(listener.protocol(), address.getHostString(), address.getPort());
  }

  private TlsIdentity tls() {
    Path certificate = settings.get(BrokerSetting.TLS_CERTIFICATE);
    if (certificate != null) {
      return TlsIdentity.given(certificate, settings.get(BrokerSetting.TLS_KEY));
    }
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1", host()));
    InetSocketAddress advertised = settings.get(BrokerSetting.ADVERTISE);
    if (advertised != null) {
      names.add(advertised.getHostString());
    }
    return TlsIdentity.own(dataDir.resolve("tls"), names);
  }

  private StoreOptions store() {
    Retention retention =
        new Retention(
            settings.get(BrokerSetting.RETENTION_HOURS),
            settings.get(BrokerSetting.RETENTION_SIZE) == null
                ? Retention.DEFAULT.bytes()
                : settings.get(BrokerSetting.RETENTION_SIZE));
    return new StoreOptions(
        settings.clock() == null ? StoreOptions.SEGMENT_BYTES : SEGMENT_BYTES_OF_TESTS,
        settings.get(BrokerSetting.FLUSH_MODE).inStore(),
        retention,
        settings.get(BrokerSetting.DISK_WATERMARK));
  }

  private Broker.Options options() {
    return new Broker.Options(
        settings.get(BrokerSetting.AUTO_CREATE_TOPICS),
        settings.get(BrokerSetting.QUEUES),
        settings.get(BrokerSetting.NEW_GROUPS_START_AT).inCore(),
        new TransactionOptions(
            settings.get(BrokerSetting.TRANSACTION_FIRST_CHECK),
            settings.get(BrokerSetting.TRANSACTION_CHECK_INTERVAL),
            settings.get(BrokerSetting.TRANSACTION_MAX_CHECKS)),
        bounds());
  }

  private Bounds bounds() {
    int transactions = settings.get(BrokerSetting.MAX_OPEN_TRANSACTIONS);
    return new Bounds(
        settings.get(BrokerSetting.MAX_TOPICS),
        settings.get(BrokerSetting.MAX_GROUPS),
        settings.get(BrokerSetting.MAX_SUBSCRIPTIONS),
        // The server's shares add up to twice its limit.
        2 * settings.get(BrokerSetting.MAX_WAITING_CALLS),
        Bounds.DEFAULT.waitingOfGroup(),
        settings.get(BrokerSetting.MAX_UNFINISHED),
        transactions,
        Math.max(1, transactions / 10));
  }

  private AccessControl access(Scheduler scheduler) {
    Path users = settings.get(BrokerSetting.USERS);
    if (users == null) {
      log.info("access control is off: everybody who reaches the port may do everything");
      return AccessControl.off();
    }
    SignatureDates dates =
        new SignatureDates(
            clock,
            settings.get(BrokerSetting.SIGNATURE_WINDOW),
            settings.get(BrokerSetting.SIGNATURE_ZONE) == SignatureZone.UTC);
    return UsersFile.follow(users, dates, scheduler);
  }

  private Network network(Supplier<CompletableFuture<SslContext>> tls, Counters counters) {
    EventLoops loops = closeLater(new EventLoops());
    FaultLog faults = new FaultLog(System::nanoTime);
    closeLater(faults::flush);
    return new Network(
        loops,
        new Connections(limits(), faults, System::nanoTime),
        tls,
        new GroupCommit(core::publish, loops.workers(), counters == null ? null : counters::sent),
        settings.faults() == null ? CallFaults.NONE : settings.faults().ofCalls(),
        settings.get(BrokerSetting.ADVERTISE));
  }

  private ServerLimits limits() {
    ServerLimits usual = ServerLimits.DEFAULT;
    long unsent = settings.get(BrokerSetting.MAX_UNSENT_SIZE);
    return new ServerLimits(
        settings.get(BrokerSetting.MAX_CONNECTIONS),
        settings.get(BrokerSetting.MAX_CALLS_PER_CONNECTION),
        usual.calls(),
        settings.get(BrokerSetting.MAX_WAITING_PER_CONNECTION),
        settings.get(BrokerSetting.MAX_WAITING_CALLS),
        unsent / 4,
        unsent,
        usual.unfinishedBytesPerConnection(),
        usual.unfinishedBytes(),
        usual.silence(),
        usual.stall(),
        usual.idleFrames());
  }

  private void serve(AccessControl access, Scheduler scheduler, Network network) {
    listen(
        BrokerSetting.GRPC_PORT,
        host(),
        address -> GrpcServer.start(core, access, scheduler, address, network));
    if (settings.get(BrokerSetting.REMOTING_PORT) != BrokerSetting.OFF) {
      listen(
          BrokerSetting.REMOTING_PORT,
          host(),
          address ->
              RemotingServer.start(
                  core, access, address, network, settings.get(BrokerSetting.REMOTING_ADVERTISE)));
    }
  }

  private void serveHttp(
      AccessControl access, Network network, Scheduler scheduler, Counters counters) {
    BrokerFacts facts = new BrokerFacts(version(), clock.instant(), dataDir, this::endpoints);
    Workers workers = closeLater(new Workers());
    Sessions sessions = new Sessions(access, clock, System::nanoTime);
    BrowserGuard guard = new BrowserGuard(httpHosts());
    Audit audit = new Audit(dataDir.resolve("audit"), clock, scheduler);
    MonitoringService monitoring =
        closeLater(
            new MonitoringService(
                new MetricsSource(
                    core.administration(),
                    counters,
                    facts.version(),
                    dataDir,
                    settings.get(BrokerSetting.METRICS_NAMES)),
                () -> isClosing ? "the broker stops" : null,
                guard,
                sessions,
                workers));
    AdminService admin =
        new AdminService(
            Routes.of(
                core, core.administration(), facts, sessions, audit, workers, scheduler, clock),
            guard,
            sessions,
            audit,
            workers);
    List<Service> services = new ArrayList<>(List.of(monitoring, admin));
    if (settings.get(BrokerSetting.TESTING) != Testing.OFF) {
      log.warn(
          "tests control this broker below {}; for work, start it without --testing",
          TestingService.ROOT);
      services.add(
          new TestingService(
              broker, settings.faults(), settings.clock(), guard, sessions, workers));
    }
    listen(
        BrokerSetting.HTTP_PORT,
        settings.get(BrokerSetting.HTTP_BIND),
        address -> HttpServer.start(services, address, network));
  }

  private Map<String, String> endpoints() {
    return listeners.stream().collect(Collectors.toMap(Listener::protocol, this::endpoint));
  }

  private static String version() {
    String version = Composition.class.getPackage().getImplementationVersion();
    return version == null ? "not packaged" : version;
  }

  private List<String> httpHosts() {
    List<String> hosts = new ArrayList<>(List.of(host(), settings.get(BrokerSetting.HTTP_BIND)));
    String named = settings.get(BrokerSetting.HTTP_HOSTS);
    if (named != null) {
      for (String name : named.split(",")) {
        hosts.add(name.strip());
      }
    }
    InetSocketAddress advertised = settings.get(BrokerSetting.ADVERTISE);
    if (advertised != null) {
      hosts.add(advertised.getHostString());
    }
    return hosts;
  }

  /** Starts a protocol. */
  private interface Start {
    Listener at(InetSocketAddress address) throws IOException;
  }

  private void listen(BrokerSetting<Integer> setting, String host, Start start) {
    int port = settings.get(setting);
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
      listeners.add(closeLater(start.at(address)));
    } catch (IOException e) {
      throw new BindException(host, port, setting.option(), e);
    }
  }

  private <T extends AutoCloseable> T closeLater(T part) {
    opened.push(part);
    return part;
  }

  synchronized boolean isClosed() {
    return opened.isEmpty();
  }

  /** Closes all parts, also when one of them fails; no effect when called again. */
  @Override
  public synchronized void close() {
    isClosing = true;
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
}
