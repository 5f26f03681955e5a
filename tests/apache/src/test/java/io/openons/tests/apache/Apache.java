package io.openons.tests.apache;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import io.openons.harness.ApacheCluster;
import io.openons.harness.ApacheCluster.Group;
import io.openons.harness.Folders;
import io.openons.proto.v2.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The one cluster of all tests in this package, with names that no two tests share. */
final class Apache implements AutoCloseable {
  /** Where the build leaves the server's class path, seen from the folder of this module. */
  private static final Path CLASS_PATH = Path.of("..", "rocketmq", "target", "classpath.txt");

  /** For a start at little cost: a short run is not worth a second compilation of its code. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int TOPICS_OF_EACH_TYPE = 30;
  private static final int GROUPS = 40;
  private static final int GROUPS_OF_EACH_OTHER_KIND = 4;

  /** What a user gets who does not say how many. */
  private static final int USUAL_RETRIES = 16;

  private final Map<MessageType, Deque<String>> unusedTopics = new EnumMap<>(MessageType.class);
  private final Deque<String> unusedGroups = new ArrayDeque<>();
  private final Deque<String> unusedGroupsWithOneRetry = new ArrayDeque<>();
  private final Deque<String> unusedOrderedGroups = new ArrayDeque<>();
  private final Path folder;
  private final ApacheCluster cluster;

  Apache() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("apache-rocketmq-");
    try {
      cluster = ApacheCluster.start(CLASS_PATH, folder, JVM_OPTIONS);
    } catch (RuntimeException | InterruptedException e) {
      Folders.delete(folder);
      throw e;
    }
    try {
      createGroups();
      createTopics();
    } catch (RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** All at once, because the tool is slow. */
  private void createGroups() throws InterruptedException {
    List<Group> groups = new ArrayList<>();
    for (String name : names("GID", GROUPS)) {
      unusedGroups.add(name);
      groups.add(new Group(name, USUAL_RETRIES, false));
    }
    for (String name : names("GID_one_retry", GROUPS_OF_EACH_OTHER_KIND)) {
      unusedGroupsWithOneRetry.add(name);
      groups.add(new Group(name, 1, false));
    }
    for (String name : names("GID_ordered", GROUPS_OF_EACH_OTHER_KIND)) {
      unusedOrderedGroups.add(name);
      groups.add(new Group(name, USUAL_RETRIES, true));
    }
    cluster.createGroups(groups);
  }

  private void createTopics() throws InterruptedException {
    Map<String, MessageType> topics = new LinkedHashMap<>();
    for (MessageType type :
        List.of(MessageType.NORMAL, MessageType.FIFO, MessageType.DELAY, MessageType.TRANSACTION)) {
      List<String> names = names(type.name(), TOPICS_OF_EACH_TYPE);
      unusedTopics.put(type, new ArrayDeque<>(names));
      names.forEach(name -> topics.put(name, type));
    }
    Stream.of(unusedGroups, unusedGroupsWithOneRetry, unusedOrderedGroups)
        .flatMap(Deque::stream)
        .forEach(group -> topics.put(deadLetters(group), MessageType.NORMAL));
    cluster.createTopics(topics);
  }

  /** {@code host:port} of the proxy. */
  String endpoint() {
    return cluster.endpoint();
  }

  /** A new topic that takes messages of one type. */
  String topic(MessageType type) {
    return unusedTopics.get(type).pop();
  }

  /** A new group as a user would create it, with 16 retries. */
  String group() {
    return unusedGroups.pop();
  }

  /** A new group whose messages become dead letters after one retry. */
  String groupWithOneRetry() {
    return unusedGroupsWithOneRetry.pop();
  }

  /** A new group whose messages come in order, with 16 retries. */
  String orderedGroup() {
    return unusedOrderedGroups.pop();
  }

  /** The topic of a group's dead letters. */
  static String deadLetters(String group) {
    return "%DLQ%" + group;
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

  private static List<String> names(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + "_" + i).toList();
  }

  /** Starts a client; one that does not start leaves nothing behind. */
  static <T extends Admin> T started(T client) {
    try {
      client.start();
      return client;
    } catch (RuntimeException e) {
      client.shutdown();
      throw e;
    }
  }
}
