package io.openons.harness;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Apache RocketMQ of two processes on this machine: a name server, and a proxy with a broker in
 * it, or a broker alone. Its files are in a folder of its own. The processes end with this one,
 * however it ends.
 *
 * <p>Its settings are the defaults, except that topics are not created by themselves, SQL filters
 * and recalls are allowed, and open transactions are asked about after one second instead of six,
 * and each second instead of each 30.
 *
 * <p>Not thread-safe.
 */
public final class ApacheCluster implements AutoCloseable {
  private static final String NAME_SERVER = "org.apache.rocketmq.namesrv.NamesrvStartup";
  private static final String PROXY = "org.apache.rocketmq.proxy.ProxyStartup";
  private static final String BROKER = "org.apache.rocketmq.broker.BrokerStartup";
  private static final String ADMIN = "org.apache.rocketmq.tools.command.MQAdminStartup";

  /** Starting takes 3 seconds; a busy machine takes forty times that. */
  private static final Duration DEADLINE = Duration.ofSeconds(120);

  private static final Duration ROUTE_RETRY = Duration.ofMillis(100);

  private final Path folder;
  private final List<String> jvmOptions;
  private final Map<String, String> brokerSettings;
  private final String classPath;
  private final Ports ports;
  private final ChildJvm nameServer;
  private final List<String> describedTopics = new ArrayList<>();
  private ChildJvm proxy;
  private boolean hasProxy;

  /** A broker has a second port for hasty clients two below its own, and one for copies above. */
  private record Ports(int first) {
    private static final int COUNT = 7;

    int nameServer() {
      return first;
    }

    int proxyRemoting() {
      return first + 1;
    }

    int grpc() {
      return first + 2;
    }

    int broker() {
      return first + COUNT - 2;
    }
  }

  private ApacheCluster(
      Path folder, List<String> jvmOptions, Map<String, String> brokerSettings, String classPath) {
    this.folder = folder;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.brokerSettings = Map.copyOf(brokerSettings);
    this.classPath = classPath;
    this.ports = new Ports(FreePorts.adjacent(Ports.COUNT));
    this.nameServer = child("name-server");
  }

  /**
   * Starts a cluster without topics and returns when it serves.
   *
   * @param classPathFile where the build wrote the server's class path: {@code
   *     tests/rocketmq/target/classpath.txt}
   * @param folder an empty folder for its messages and logs
   * @param jvmOptions for each of the two processes, such as {@code -Xmx512m}
   * @throws IllegalStateException when it does not start; the text has the ends of its logs
   */
  public static ApacheCluster start(Path classPathFile, Path folder, List<String> jvmOptions)
      throws InterruptedException {
    return start(classPathFile, folder, jvmOptions, Map.of());
  }

  /**
   * The same, with other settings.
   *
   * @param brokerSettings lines of the broker's configuration file, such as {@code flushDiskType}
   */
  public static ApacheCluster start(
      Path classPathFile, Path folder, List<String> jvmOptions, Map<String, String> brokerSettings)
      throws InterruptedException {
    ApacheCluster cluster =
        new ApacheCluster(folder, jvmOptions, brokerSettings, read(classPathFile));
    try {
      cluster.startNameServer();
      cluster.startProxy();
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts a cluster without a proxy, which only clients of the remoting protocol can use.
   *
   * @param brokerSettings lines of the broker's configuration file
   * @throws IllegalStateException when it does not start; the text has the ends of its logs
   */
  public static ApacheCluster startWithoutProxy(
      Path classPathFile, Path folder, List<String> jvmOptions, Map<String, String> brokerSettings)
      throws InterruptedException {
    ApacheCluster cluster =
        new ApacheCluster(folder, jvmOptions, brokerSettings, read(classPathFile));
    try {
      cluster.startNameServer();
      cluster.startBroker();
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** Address of the name server, for clients of the remoting protocol. */
  public String nameServerEndpoint() {
    return nameServerAddress();
  }

  /** Address for clients, such as {@code 127.0.0.1:18081}. */
  public String endpoint() {
    return "127.0.0.1:" + ports.grpc();
  }

  /** The processes that serve: the name server and the proxy with its broker. */
  public List<Long> pids() {
    return List.of(nameServer.pid(), proxy.pid());
  }

  /**
   * A consumer group.
   *
   * @param retries how often a message is delivered again before it becomes a dead letter
   * @param ordered whether a queue waits for a message that is not acknowledged
   */
  public record Group(String name, int retries, boolean ordered) {}

  /**
   * Creates topics of four queues; returns when clients can use them. The tool takes about 3
   * seconds, so better many at once.
   *
   * @param topics their names, and the one type of messages that each takes
   */
  public void createTopics(Map<String, MessageType> topics) throws InterruptedException {
    List<String> described = new ArrayList<>();
    topics.forEach(
        (topic, type) ->
            described.add(
                """
                {"topicName": "%s", "readQueueNums": 4, "writeQueueNums": 4, "perm": 6,
                 "attributes": {"+message.type": "%s"}}
                """
                    .formatted(topic, type)));
    admin("updateTopicList", "topics.json", described);
    describedTopics.addAll(described);
    if (hasProxy) {
      awaitRoutes(topics.keySet());
    }
  }

  /**
   * Creates consumer groups; a consumer of a group that was not created cannot start. As slow as
   * for topics.
   */
  public void createGroups(List<Group> groups) throws InterruptedException {
    List<String> described =
        groups.stream()
            .map(
                group ->
                    """
                    {"groupName": "%s", "retryMaxTimes": %d, "consumeMessageOrderly": %b}
                    """
                        .formatted(group.name(), group.retries(), group.ordered()))
            .toList();
    admin("updateSubGroupList", "groups.json", described);
  }

  /**
   * Kills the proxy with its broker as a crash would, and starts both again on the same ports. The
   * topics are submitted anew: by itself the broker tells the name server of them only 10 seconds
   * after its start, and whoever asks the proxy before is told for 20 seconds that there is none.
   */
  public void crashAndRestart() throws InterruptedException {
    proxy.close();
    startProxy();
    admin("updateTopicList", "topics.json", describedTopics);
  }

  /** The ends of the logs, for the text of a failure. */
  public String logs() {
    return Stream.of("name-server.log", "proxy.log", "logs/rocketmqlogs/proxy.log")
        .map(log -> LogTail.of(folder.resolve(log)))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Kills both processes; their folder stays. */
  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
    nameServer.close();
  }

  private void startNameServer() throws InterruptedException {
    Path config =
        write(
            "name-server.properties",
            """
            listenPort=%d
            bindAddress=127.0.0.1
            """
                .formatted(ports.nameServer()));
    nameServer.run(DEADLINE, NAME_SERVER, "-c", config.toString());
  }

  private void startBroker() throws InterruptedException {
    proxy = child("broker");
    proxy.run(DEADLINE, BROKER, "-c", brokerConfig().toString());
  }

  private Path brokerConfig() {
    return write(
        "broker.properties",
        """
            brokerName=broker
            brokerIP1=127.0.0.1
            bindAddress=127.0.0.1
            listenPort=%d
            namesrvAddr=%s
            storePathRootDir=%s
            storePathCommitLog=%s
            autoCreateTopicEnable=false
            enablePropertyFilter=true
            recallMessageEnable=true
            transactionTimeOut=1000
            transactionCheckInterval=1000
            """
                .formatted(
                    ports.broker(),
                    nameServerAddress(),
                    folder.resolve("store"),
                    folder.resolve("store/commitlog"))
            + brokerSettings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining()));
  }

  private void startProxy() throws InterruptedException {
    hasProxy = true;
    Path config =
        write(
            "proxy.json",
            """
            {
              "proxyMode": "LOCAL",
              "namesrvAddr": "%s",
              "localServeAddr": "127.0.0.1",
              "grpcServerPort": %d,
              "remotingListenPort": %d
            }
            """
                .formatted(nameServerAddress(), ports.grpc(), ports.proxyRemoting()));
    proxy = child("proxy");
    proxy.run(DEADLINE, PROXY, "-pc", config.toString(), "-bc", brokerConfig().toString());
  }

  /** Runs the administrator's tool, in the process of the name server to save one. */
  private void admin(String command, String file, List<String> list) throws InterruptedException {
    Path path = write(file, list.stream().collect(Collectors.joining(",", "[", "]")));
    String broker = "127.0.0.1:" + ports.broker();
    nameServer.run(
        DEADLINE, ADMIN, command, "-n", nameServerAddress(), "-b", broker, "-f", path.toString());
  }

  private void awaitRoutes(Set<String> topics) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(endpoint()).usePlaintext().build();
    try {
      topics.forEach(topic -> awaitRoute(channel, topic));
    } finally {
      channel.shutdownNow();
    }
  }

  /** The broker tells the name server of a new topic in its own time. */
  private void awaitRoute(ManagedChannel channel, String topic) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    QueryRouteResponse answer = route(channel, topic);
    while (answer.getStatus().getCode() == Code.TOPIC_NOT_FOUND && System.nanoTime() < end) {
      LockSupport.parkNanos(ROUTE_RETRY.toNanos());
      answer = route(channel, topic);
    }
    if (answer.getStatus().getCode() != Code.OK) {
      throw new IllegalStateException(
          "topic %s was created and cannot be used: %s%n%s"
              .formatted(topic, answer.getStatus(), logs()));
    }
  }

  private static QueryRouteResponse route(ManagedChannel channel, String topic) {
    return MessagingServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(clientId()))
        .withWaitForReady()
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .queryRoute(
            QueryRouteRequest.newBuilder().setTopic(Resource.newBuilder().setName(topic)).build());
  }

  /** The proxy answers nobody without one. */
  private static Metadata clientId() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-mq-client-id", Metadata.ASCII_STRING_MARSHALLER), "harness");
    return headers;
  }

  private ChildJvm child(String name) {
    List<String> options =
        Stream.concat(
                jvmOptions.stream(),
                Stream.of("-Drocketmq.home.dir=" + folder, "-Duser.home=" + folder))
            .toList();
    return new ChildJvm(name, options, classPath, folder.resolve(name + ".log"));
  }

  private String nameServerAddress() {
    return "127.0.0.1:" + ports.nameServer();
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path classPathFile) {
    try {
      return Files.readString(classPathFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the class path of Apache RocketMQ is not there: "
              + classPathFile
              + "; build it: mvn generate-test-resources -pl tests/rocketmq",
          e);
    }
  }
}
