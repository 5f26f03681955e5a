package io.openons.tests.apache;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.harness.ApacheCluster;
import io.openons.harness.Folders;
import io.openons.proto.v2.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

/** The one cluster of all tests in this package, with names that no two tests share. */
final class Apache implements AutoCloseable {
  /** Where the build leaves the server's class path, seen from the folder of this module. */
  private static final Path CLASS_PATH = Path.of("rocketmq", "target", "classpath.txt");

  /** For a start at little cost: a short run is not worth a second compilation of its code. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int AT_ONCE = 20;

  private final Map<MessageType, Deque<String>> unusedTopics = new EnumMap<>(MessageType.class);
  private final Deque<String> unusedGroups = new ArrayDeque<>();
  private final Path folder;
  private final ApacheCluster cluster;
  private int names;

  Apache() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("apache-rocketmq-");
    try {
      cluster = ApacheCluster.start(CLASS_PATH, folder, JVM_OPTIONS);
    } catch (RuntimeException | InterruptedException e) {
      Folders.delete(folder);
      throw e;
    }
  }

  /** {@code host:port} of the proxy. */
  String endpoint() {
    return cluster.endpoint();
  }

  /** A new topic that takes messages of one type. */
  String topic(MessageType type) throws InterruptedException {
    Deque<String> unused = unusedTopics.computeIfAbsent(type, any -> new ArrayDeque<>());
    if (unused.isEmpty()) {
      unused.addAll(names(type.name()));
      cluster.createTopics(type, List.copyOf(unused));
    }
    return unused.pop();
  }

  /** A topic of a name that the server knows the meaning of. */
  void createTopic(String topic) throws InterruptedException {
    cluster.createTopics(MessageType.NORMAL, List.of(topic));
  }

  /** A new group as a user would create it, with 16 retries. */
  String group() throws InterruptedException {
    if (unusedGroups.isEmpty()) {
      unusedGroups.addAll(names("GID"));
      cluster.createGroups(16, false, List.copyOf(unusedGroups));
    }
    return unusedGroups.pop();
  }

  /** A new group whose messages become dead letters after some retries. */
  String groupWithRetries(int retries) throws InterruptedException {
    String group = name("GID");
    cluster.createGroups(retries, false, List.of(group));
    return group;
  }

  /** What every client needs to be told. */
  Properties properties() {
    Properties properties = new Properties();
    properties.put(PropertyKeyConst.NAMESRV_ADDR, endpoint());
    properties.put(PropertyKeyConst.AccessKey, "any");
    properties.put(PropertyKeyConst.SecretKey, "any");
    return properties;
  }

  /** A producer that runs. */
  Producer producer() {
    return started(ONSFactory.createProducer(properties()));
  }

  /** A push consumer that runs. */
  Consumer consumer(String group, String topic, String tags, MessageListener listener) {
    return consumer(properties(), group, topic, tags, listener);
  }

  /** A push consumer with settings of its own that runs. */
  Consumer consumer(
      Properties properties, String group, String topic, String tags, MessageListener listener) {
    properties.put(PropertyKeyConst.GROUP_ID, group);
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumer.subscribe(topic, tags, listener);
    return started(consumer);
  }

  void crashAndRestart() throws InterruptedException {
    cluster.crashAndRestart();
  }

  String logs() {
    return cluster.logs();
  }

  @Override
  public void close() throws IOException {
    cluster.close();
    Folders.delete(folder);
  }

  private List<String> names(String prefix) {
    return IntStream.range(0, AT_ONCE).mapToObj(i -> name(prefix)).toList();
  }

  private String name(String prefix) {
    names++;
    return prefix + "_" + names;
  }

  private static <T extends Admin> T started(T client) {
    try {
      client.start();
      return client;
    } catch (RuntimeException e) {
      client.shutdown();
      throw e;
    }
  }
}
