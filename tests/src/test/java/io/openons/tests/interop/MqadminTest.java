package io.openons.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.OnsBroker;
import io.openons.harness.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: operators work with the tool that they know, mqadmin of Apache RocketMQ, as it is.
 *
 * <p>Method: one process for each release of the tool runs one command after the other, as its
 * users type them, against one broker. The newer one takes 3 s to end most commands, so without all
 * tests it runs those that differ.
 *
 * <p>A failure means: an operator cannot see what is there, or a command does something else.
 */
@Timeout(900)
class MqadminTest {
  private static final boolean ALL = Boolean.getBoolean("ons.test.all");
  private static final Path BODIES = Path.of("/tmp/rocketmq/msgbodys");
  private static final String USERS =
      """
      {"users": [
        {"accessKey": "operator", "secretKey": "s3cret-1", "administration": "full"},
        {"accessKey": "shop", "secretKey": "s3cret-2", "topics": {"*": "both"},
         "groups": {"*": "subscribe"}}]}
      """;

  @TempDir static Path folder;

  private static final Map<Mqadmin, OfficialClient> TOOLS = new EnumMap<>(Mqadmin.class);
  private static OnsBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = OnsBroker.builder().queuesOfNewTopics(4).start();
    for (var program : Mqadmin.values()) {
      var home = Files.createDirectory(folder.resolve(program.name()));
      Files.createDirectory(home.resolve("conf"));
      Files.writeString(home.resolve("conf/logback_tools.xml"), "<configuration/>");
      TOOLS.put(
          program, new OfficialClient(program.program(), home, broker.endpoint("remoting"), false));
    }
  }

  @AfterAll
  static void stop() {
    TOOLS.values().forEach(OfficialClient::close);
    broker.close();
  }

  /** Runs a command and returns what it prints. */
  private static String run(Mqadmin program, String command) throws Exception {
    return run(program, command, broker);
  }

  private static String run(Mqadmin program, String command, OnsBroker at) throws Exception {
    String address = at.endpoint("remoting");
    String whole = command.replace("BROKER", address) + " -n " + address;
    return TOOLS.get(program).ask("run", "command", whole).get("printed");
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in: %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  /** Whether a tool runs the commands that all releases send in the same way. */
  private static boolean runsAll(Mqadmin program) {
    return ALL || program == Mqadmin.MQADMIN_4;
  }

  @ParameterizedTest
  @EnumSource
  void an_operator_makes_a_topic_looks_at_it_moves_a_group_and_deletes_both(Mqadmin tool)
      throws Exception {
    String topic = "orders-" + tool;
    String group = "GID_" + tool;
    assertThat(run(tool, "updateTopic -b BROKER -r 4 -w 4 -t " + topic))
        .contains("create topic to")
        .contains("success");
    assertThat(run(tool, "updateSubGroup -c DefaultCluster -r 3 -g " + group)).contains("success");
    String id =
        found(
            "SEND_OK\\s+([0-9A-F]{32,})",
            run(tool, "sendMessage -p hello -k key-1 -c paid -t " + topic));
    try {
      looksAround(tool, topic);
      looksForTheMessage(tool, topic, id);
      looksAtAConsumer(tool, topic, group, id);
      movesTheGroup(tool, topic, group);
      changesTheBroker(tool, topic);
      deletes(tool, topic, group);
    } finally {
      // The tools write there, and nowhere else.
      Files.deleteIfExists(BODIES.resolve(id));
    }
  }

  private static void looksAround(Mqadmin tool, String topic) throws Exception {
    assertThat(run(tool, "clusterList")).contains("DefaultCluster").contains("openons");
    assertThat(run(tool, "topicStatus -t " + topic)).containsPattern("openons +\\d +0 +1 ");
    if (runsAll(tool)) {
      assertThat(run(tool, "topicRoute -t " + topic)).contains("\"readQueueNums\":4");
      assertThat(run(tool, "clusterList -m")).contains("#InTotalToday");
      assertThat(run(tool, "brokerStatus -b BROKER"))
          .containsPattern("putMessageTimesTotal +: [1-9]");
      assertThat(run(tool, "topicList")).contains(topic);
      assertThat(run(tool, "topicList -c")).contains(topic);
      assertThat(run(tool, "allocateMQ -i 10.0.0.1,10.0.0.2 -t " + topic)).contains("10.0.0.2");
      assertThat(run(tool, "updateTopic -c DefaultCluster -o true -t in-order-" + tool))
          .contains("orderConf=[openons:8]");
      assertThat(run(tool, "producerConnection -g PID_nobody -t " + topic))
          .contains("group of producers PID_nobody has no client that lives");
    }
  }

  private static void looksForTheMessage(Mqadmin tool, String topic, String id) throws Exception {
    String byKey = run(tool, "queryMsgByKey -k key-1 -t " + topic);
    assertThat(byKey).contains(id);
    if (runsAll(tool)) {
      String queue = found(Pattern.quote(id) + "\\s+(\\d)", byKey);
      String at = "-i %s -t %s".formatted(queue, topic);
      assertThat(run(tool, "queryMsgByOffset -b openons -o 0 " + at)).contains("[key-1]");
      String entries = run(tool, "queryCq -i 0 -c 5 -q %s -t %s".formatted(queue, topic));
      assertThat(entries).contains("max: 1, min: 0").contains(id);
      String isOf = tool == Mqadmin.MQADMIN_4 ? "" : " -t " + topic;
      assertThat(run(tool, "queryMsgById -i " + offsetId(entries) + isOf)).contains("[key-1]");
      assertThat(run(tool, "printMsg -d true -t " + topic)).contains("BODY: hello");
      assertThat(run(tool, "consumeMessage -t " + topic)).contains("Consume ok").contains(id);
    }
  }

  /** The place of the message in the log, as an id that the tool takes. */
  private static String offsetId(String entries) {
    long position = Long.parseLong(found("physicOffset=(\\d+)", entries));
    int port = Integer.parseInt(broker.endpoint("remoting").split(":")[1]);
    return "7F000001%08X%016X".formatted(port, position);
  }

  private static void looksAtAConsumer(Mqadmin tool, String topic, String group, String id)
      throws Exception {
    TOOLS.get(tool).ask("consume", "group", group, "topic", topic);
    String connections = run(tool, "consumerConnection -g " + group);
    assertThat(connections)
        .contains(tool == Mqadmin.MQADMIN_4 ? "V4_9_8" : "V5_5_0")
        .contains(topic);
    assertThat(run(tool, "consumerProgress -g " + group)).contains("Diff Total: ");
    if (runsAll(tool)) {
      TOOLS.get(tool).nextMessage(topic);
      awaitConsumed(tool, group);
      assertThat(run(tool, "consumerProgress -g " + group))
          .containsPattern(topic + " +openons +\\d +1 +1 +0 ");
      assertThat(run(tool, "consumerProgress")).contains(group);
      assertThat(run(tool, "consumerStatus -g " + group)).contains("Rebalance OK");
      String client = found("(\\S+@\\S+)", connections);
      String of = "-i %s -t %s -g %s -d %s".formatted(id, topic, group, client);
      // The tools can run this one but once in a process.
      assertThat(run(tool, "queryMsgByUniqueKey " + of)).contains("CR_SUCCESS");
    }
  }

  /** Each look takes a while by itself. */
  private static void awaitConsumed(Mqadmin tool, String group) throws Exception {
    long end = System.nanoTime() + Patience.LONG.toNanos();
    String seen = run(tool, "consumerProgress -g " + group);
    while (!seen.contains("Diff Total: 0")) {
      assertThat(System.nanoTime()).as(seen).isLessThan(end);
      seen = run(tool, "consumerProgress -g " + group);
    }
  }

  private static void movesTheGroup(Mqadmin tool, String topic, String group) throws Exception {
    if (!runsAll(tool)) {
      // A client that is told of it takes 10 s to think about it.
      TOOLS.get(tool).ask("end");
    }
    assertThat(run(tool, "resetOffsetByTime -s 0 -g %s -t %s".formatted(group, topic)))
        .containsPattern("openons +0 +0");
    if (runsAll(tool)) {
      TOOLS.get(tool).nextMessage(topic);
      assertThat(run(tool, "skipAccumulatedMessage -g %s -t %s".formatted(group, topic)))
          .containsPattern("openons +\\d +1");
    }
  }

  private static void changesTheBroker(Mqadmin tool, String topic) throws Exception {
    if (!runsAll(tool)) {
      return;
    }
    assertThat(run(tool, "getBrokerConfig -b BROKER")).containsPattern("brokerName += +openons");
    assertThat(run(tool, "updateBrokerConfig -b BROKER -k fileReservedTime -v 48"))
        .contains("update broker config success");
    assertThat(run(tool, "getBrokerConfig -b BROKER")).containsPattern("fileReservedTime += +48");
    assertThat(run(tool, "updateBrokerConfig -b BROKER -k flushDiskType -v SYNC_FLUSH"))
        .contains("setting 'flushDiskType' cannot be changed while this broker runs");
    assertThat(run(tool, "wipeWritePerm -b openons")).contains("OK,");
    assertThat(run(tool, "topicRoute -t " + topic)).contains("\"perm\":4");
    assertThat(run(tool, "addWritePerm -b openons")).contains("OK,");
    assertThat(run(tool, "topicRoute -t " + topic)).contains("\"perm\":6");
  }

  private static void deletes(Mqadmin tool, String topic, String group) throws Exception {
    if (runsAll(tool)) {
      assertThat(run(tool, "deleteTopic -c DefaultCluster -t " + topic))
          .contains("is used by consumer");
      assertThat(run(tool, "deleteSubGroup -c DefaultCluster -g " + group))
          .contains("has 1 live clients");
      TOOLS.get(tool).ask("end");
    }
    assertThat(run(tool, "deleteSubGroup -c DefaultCluster -g " + group)).contains("success");
    assertThat(run(tool, "deleteTopic -c DefaultCluster -t " + topic)).contains("success");
    assertThat(run(tool, "topicList")).doesNotContain(topic + "\n").doesNotContain(group);
  }

  @Test
  void with_a_users_file_only_administrators_may_use_it() throws Exception {
    var users = Files.writeString(folder.resolve("users.json"), USERS);
    try (OnsBroker guarded = OnsBroker.builder().users(users).start()) {
      var tool = Mqadmin.MQADMIN_4;
      var keys = folder.resolve(tool + "/conf/tools.yml");
      assertThat(run(tool, "topicList", guarded)).contains("the request is not signed");
      Files.writeString(keys, "accessKey: shop\nsecretKey: s3cret-2\n");
      assertThat(run(tool, "topicList", guarded))
          .contains("access key shop lacks the right 'read' of administration");
      Files.writeString(keys, "accessKey: operator\nsecretKey: s3cret-1\n");
      assertThat(run(tool, "updateTopic -b BROKER -t made", guarded)).contains("success");
      assertThat(run(tool, "topicList", guarded)).contains("made");
    }
  }
}
