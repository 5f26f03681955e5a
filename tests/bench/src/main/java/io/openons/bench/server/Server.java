package io.openons.bench.server;

import io.openons.bench.client.MessageKind;
import io.openons.bench.client.Protocol;
import io.openons.harness.ApacheCluster;
import io.openons.harness.BrokerProcess;
import io.openons.harness.ChildJvm;
import io.openons.harness.FreePorts;
import io.openons.proto.v2.MessageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A server that the clients are measured against, in processes of its own.
 *
 * @param name what it is called in the table and on the command line
 * @param launcher how it is started
 */
public record Server(String name, Launcher launcher) {
  public static final String OURS = "openons";

  /** Our broker of another commit. */
  public static final String BEFORE = "before";

  public static final String APACHE = "apache";

  /** Name server and broker, without a proxy: for the remoting protocol only. */
  public static final String APACHE_BROKER = "apache-broker";

  public static final String NULL = "null";

  /** What our broker's program gives to Java. */
  private static final List<String> AS_OUR_BROKER =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-Xmn32m",
          "-XX:SurvivorRatio=4",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:TrimNativeHeapInterval=10000",
          "-Dio.netty.leakDetection.level=disabled");

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /**
   * Where a server is and what it has, when it is started.
   *
   * @param broker the program that runs our broker; empty: the one on the class path
   * @param apacheClassPath the file with the class path of an Apache RocketMQ
   * @param folder an empty one for its messages and logs
   */
  public record Place(Optional<Path> broker, Path apacheClassPath, Path folder) {}

  /** A server that serves. */
  public interface Running extends AutoCloseable {
    /** Where it serves a protocol; empty when it does not know it. */
    Optional<String> endpoint(Protocol protocol);

    /** Where it serves gRPC. */
    default String endpoint() {
      return endpoint(Protocol.GRPC).orElseThrow();
    }

    /** Its processes. */
    List<Long> pids();

    /** Makes topics and groups, unless the server makes them when they are first used. */
    default void create(Map<String, MessageKind> topics, Collection<String> groups)
        throws InterruptedException {}

    @Override
    void close();
  }

  /** Starts a server and returns when it serves. */
  public interface Launcher {
    Running start(Place place) throws InterruptedException;
  }

  static final List<Server> ALL =
      List.of(
          new Server(OURS, place -> openons(place, List.of())),
          new Server(BEFORE, place -> openons(place, List.of())),
          new Server(OURS + "-sync", place -> openons(place, List.of("--flush-mode", "sync"))),
          new Server(APACHE, place -> apache(place, Map.of())),
          new Server(
              APACHE + "-sync", place -> apache(place, Map.of("flushDiskType", "SYNC_FLUSH"))),
          new Server(APACHE_BROKER, Server::apacheBroker),
          new Server(NULL, Server::nothing));

  public static Server named(String name) {
    return ALL.stream()
        .filter(server -> server.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no server is called %s; there are %s"
                        .formatted(name, ALL.stream().map(Server::name).toList())));
  }

  private static Running openons(Place place, List<String> arguments) throws InterruptedException {
    Path data = place.folder().resolve("data");
    Path log = place.folder().resolve("broker.log");
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--remoting-port", "0"));
    BrokerProcess broker =
        BrokerProcess.start(
            place
                .broker()
                .map(
                    program ->
                        new BrokerProcess.Launch(List.of(program.toString()), data, log, all))
                .orElseGet(() -> new BrokerProcess.Launch(Optional.empty(), data, log, all)),
            0);
    return new Running() {
      @Override
      public Optional<String> endpoint(Protocol protocol) {
        return Optional.of(
            protocol == Protocol.GRPC ? broker.endpoint() : broker.remotingEndpoint());
      }

      @Override
      public List<Long> pids() {
        return List.of(broker.pid());
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }

  private static Running apache(Place place, Map<String, String> settings)
      throws InterruptedException {
    ApacheCluster cluster =
        ApacheCluster.start(place.apacheClassPath(), place.folder(), List.of(), settings);
    return running(cluster, Protocol.GRPC, cluster.endpoint());
  }

  private static Running apacheBroker(Place place) throws InterruptedException {
    ApacheCluster cluster =
        ApacheCluster.startWithoutProxy(
            place.apacheClassPath(),
            place.folder(),
            List.of(),
            // Its default, 200 ms, refuses what a busy machine lets wait for longer.
            Map.of("waitTimeMillsInSendQueue", "10000"));
    return running(cluster, Protocol.REMOTING, cluster.nameServerEndpoint());
  }

  private static Running running(ApacheCluster cluster, Protocol spoken, String endpoint) {
    return new Running() {
      @Override
      public Optional<String> endpoint(Protocol protocol) {
        return protocol == spoken ? Optional.of(endpoint) : Optional.empty();
      }

      @Override
      public List<Long> pids() {
        return cluster.pids();
      }

      @Override
      public void create(Map<String, MessageKind> topics, Collection<String> groups)
          throws InterruptedException {
        cluster.createTopics(
            topics.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, topic -> type(topic.getValue()))));
        cluster.createGroups(
            groups.stream().map(group -> new ApacheCluster.Group(group, 16, false)).toList());
      }

      @Override
      public void close() {
        cluster.close();
      }
    };
  }

  private static MessageType type(MessageKind kind) {
    return switch (kind) {
      case NORMAL -> MessageType.NORMAL;
      case ORDERED -> MessageType.FIFO;
      case DELAYED -> MessageType.DELAY;
      case TRANSACTION -> MessageType.TRANSACTION;
    };
  }

  private static Running nothing(Place place) throws InterruptedException {
    int port = FreePorts.adjacent(2);
    ChildJvm jvm =
        new ChildJvm(
            "null server",
            AS_OUR_BROKER,
            System.getProperty("java.class.path"),
            place.folder().resolve("null.log"));
    try {
      jvm.run(DEADLINE, NullServer.class.getName(), "" + port, "" + (port + 1));
    } catch (RuntimeException | InterruptedException e) {
      jvm.close();
      throw e;
    }
    return new Running() {
      @Override
      public Optional<String> endpoint(Protocol protocol) {
        return Optional.of("127.0.0.1:" + (protocol == Protocol.GRPC ? port : port + 1));
      }

      @Override
      public List<Long> pids() {
        return List.of(jvm.pid());
      }

      @Override
      public void close() {
        jvm.close();
      }
    };
  }

  public static Path newFolder(Path parent, String name) {
    try {
      return Files.createTempDirectory(parent.toAbsolutePath(), name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder can be made in " + parent, e);
    }
  }
}
