package io.openons.broker.server.remoting.admin;

import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.BrokerAdmin;
import io.openons.broker.core.admin.RuntimeSettings;
import io.openons.broker.core.admin.view.RuntimeView;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.codec.Versions;
import io.openons.broker.server.remoting.route.BrokerAddress;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The broker itself: its cluster, its settings, how it is. */
final class BrokerRequests {
  private static final String AUTO_TOPICS = "autoCreateTopicEnable";
  private static final String AUTO_GROUPS = "autoCreateSubscriptionGroup";
  private static final String QUEUES = "defaultTopicQueueNums";
  private static final String RETENTION = "fileReservedTime";
  private static final String ORDER_NAMESPACE = "ORDER_TOPIC_CONFIG";

  private final Broker broker;
  private final BrokerAddress address;

  private BrokerRequests(Broker broker, BrokerAddress address) {
    this.broker = broker;
    this.address = address;
  }

  static Map<Integer, Operation> operations(Broker broker, BrokerAddress address) {
    BrokerRequests requests = new BrokerRequests(broker, address);
    return Map.of(
        RequestCode.CLUSTER_INFO, Operation.looks(requests::cluster),
        RequestCode.BROKER_RUNTIME, Operation.looks(requests::runtime),
        RequestCode.BROKER_CONFIG, Operation.looks(requests::config),
        RequestCode.UPDATE_BROKER_CONFIG, Operation.changes(requests::updateConfig),
        RequestCode.WIPE_WRITE_PERMISSION,
            Operation.changes(
                call ->
                    requests.permit(
                        call, Permission.READ_WRITE, Permission.READ, "wipeTopicCount")),
        RequestCode.ADD_WRITE_PERMISSION,
            Operation.changes(
                call ->
                    requests.permit(call, Permission.READ, Permission.READ_WRITE, "addTopicCount")),
        RequestCode.PUT_VALUE, Operation.changes(BrokerRequests::orderOnly),
        RequestCode.DELETE_VALUE, Operation.changes(BrokerRequests::orderOnly),
        RequestCode.GET_VALUE, Operation.looks(BrokerRequests::noValue));
  }

  private BrokerAdmin admin() {
    return broker.administration().broker();
  }

  private record Member(
      String brokerName,
      String cluster,
      Map<String, String> brokerAddrs,
      boolean enableActingMaster) {}

  private record Cluster(
      Map<String, Member> brokerAddrTable, Map<String, List<String>> clusterAddrTable) {}

  private Answer cluster(Call call) {
    Member self =
        new Member(
            RouteRequests.BROKER_NAME,
            RouteRequests.CLUSTER,
            Map.of("0", address.text(call.peer())),
            false);
    return Answer.done(
        Jsons.write(
            new Cluster(
                Map.of(RouteRequests.BROKER_NAME, self),
                Map.of(RouteRequests.CLUSTER, List.of(RouteRequests.BROKER_NAME)))));
  }

  private record Table(Map<String, String> table) {}

  private Answer runtime(Call call) {
    RuntimeView view = admin().runtime();
    Map<String, String> table = new TreeMap<>();
    table.put("brokerVersionDesc", "V" + Versions.text(Command.OWN_VERSION).replace('.', '_'));
    table.put("brokerVersion", String.valueOf(Command.OWN_VERSION));
    table.put("brokerActive", "true");
    table.put("bootTimestamp", String.valueOf(view.started().toEpochMilli()));
    table.put("runtime", Duration.between(view.started(), Instant.now()).toString());
    table.put("commitLogMinOffset", String.valueOf(view.logBegin()));
    table.put("commitLogMaxOffset", String.valueOf(view.logEnd()));
    table.put("commitLogDiskRatio", String.format(Locale.ROOT, "%.4f", view.diskUsed()));
    table.put("commitLogDirCapacity", "Free : %d bytes.".formatted(view.diskFree()));
    table.put("putTps", rates(view.published()));
    // Three names that tools of different releases read.
    table.put("getTransferedTps", rates(view.delivered()));
    table.put("getTransferredTps", rates(view.delivered()));
    table.put("getFoundTps", rates(view.delivered()));
    table.put("putMessageTimesTotal", String.valueOf(view.published().total()));
    table.put("getMessageTimesTotal", String.valueOf(view.delivered().total()));
    // Requests wait in no queue before they are done.
    for (String pool : List.of("send", "pull", "ack", "query")) {
      table.put(pool + "ThreadPoolQueueSize", "0");
      table.put(pool + "ThreadPoolQueueHeadWaitTimeMills", "0");
    }
    table.put("pageCacheLockTimeMills", "0");
    return Answer.done(Jsons.write(new Table(table)));
  }

  private static String rates(RuntimeView.Flow flow) {
    return String.format(
        Locale.ROOT, "%.2f %.2f %.2f", flow.of10s(), flow.of1min(), flow.of10min());
  }

  private Answer config(Call call) {
    RuntimeSettings settings = admin().settings();
    Map<String, String> lines = new TreeMap<>();
    lines.put("brokerName", RouteRequests.BROKER_NAME);
    lines.put("brokerClusterName", RouteRequests.CLUSTER);
    lines.put("brokerId", "0");
    lines.put("brokerRole", "ASYNC_MASTER");
    lines.put("namesrvAddr", address.text(call.peer()));
    lines.put("maxMessageSize", String.valueOf(Limits.MAX_BODY_BYTES));
    lines.put(AUTO_TOPICS, String.valueOf(settings.autoCreate()));
    lines.put(AUTO_GROUPS, String.valueOf(settings.autoCreate()));
    lines.put(QUEUES, String.valueOf(settings.queuesOfNewTopics()));
    lines.put(RETENTION, String.valueOf(settings.retention().toHours()));
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return Answer.done(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Answer updateConfig(Call call) {
    Properties wanted = properties(call.request());
    RuntimeSettings settings = admin().settings();
    for (String key : wanted.stringPropertyNames()) {
      settings = changed(settings, key, wanted.getProperty(key).strip());
    }
    admin().change(settings);
    return Answer.done();
  }

  private static Properties properties(Command request) {
    Properties wanted = new Properties();
    try {
      wanted.load(
          new StringReader(StandardCharsets.UTF_8.decode(request.body().duplicate()).toString()));
    } catch (IOException | IllegalArgumentException e) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the settings are no lines of key=value: " + Texts.shorten(String.valueOf(e)));
    }
    return wanted;
  }

  private static RuntimeSettings changed(RuntimeSettings settings, String key, String value) {
    return switch (key) {
      case AUTO_TOPICS, AUTO_GROUPS ->
          new RuntimeSettings(flag(key, value), settings.queuesOfNewTopics(), settings.retention());
      case QUEUES ->
          new RuntimeSettings(
              settings.autoCreate(), (int) number(key, value), settings.retention());
      case RETENTION ->
          new RuntimeSettings(
              settings.autoCreate(),
              settings.queuesOfNewTopics(),
              Duration.ofHours(number(key, value)));
      default ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              ("setting '%s' cannot be changed while this broker runs; %s, %s, %s and %s can; the"
                      + " others are options of its start")
                  .formatted(Texts.shorten(key), AUTO_TOPICS, AUTO_GROUPS, QUEUES, RETENTION));
    };
  }

  private static boolean flag(String key, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw invalid(key, value, "true or false");
    }
    return Boolean.parseBoolean(value);
  }

  private static long number(String key, String value) {
    if (!value.matches("\\d{1,6}")) {
      throw invalid(key, value, "a whole number up to 999999");
    }
    return Long.parseLong(value);
  }

  private static BrokerException invalid(String key, String value, String expected) {
    return new BrokerException(
        Reason.BAD_REQUEST,
        "setting %s is '%s'; write %s".formatted(key, Texts.shorten(value), expected));
  }

  /**
   * Changes the permission of all topics that have one into another. What producers send to is
   * meant, not what groups could not consume.
   */
  private Answer permit(Call call, Permission from, Permission to, String countedAs) {
    String name = call.request().text("brokerName");
    if (!name.equals(RouteRequests.BROKER_NAME)) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "broker %s is not here; the only one is %s"
              .formatted(Texts.shorten(name), RouteRequests.BROKER_NAME));
    }
    int count = 0;
    for (TopicView topic : AdminRequests.all(broker.administration().topics()::list)) {
      TopicSettings settings = topic.settings();
      boolean isOfGroup = topic.name().isDeadLetters() || topic.name().isRedeliveries();
      if (!isOfGroup && settings.permission() == from) {
        broker
            .administration()
            .topics()
            .change(topic.name(), new TopicSettings(settings.queues(), settings.accepts(), to));
        count++;
      }
    }
    return Answer.done(Map.of(countedAs, String.valueOf(count)));
  }

  /**
   * Which brokers have the queues of an ordered topic is known without being stored: this one has
   * all.
   */
  private static Answer orderOnly(Call call) {
    String namespace = call.request().text("namespace");
    return namespace.equals(ORDER_NAMESPACE)
        ? Answer.done()
        : Answer.of(
            ResponseCode.NOT_SUPPORTED,
            "this broker keeps no values for others; namespace %s is unknown"
                .formatted(Texts.shorten(namespace)));
  }

  private static Answer noValue(Call call) {
    return Answer.of(
        ResponseCode.QUERY_NOT_FOUND,
        "namespace %s has no value for key %s"
            .formatted(
                Texts.shorten(call.request().text("namespace")),
                Texts.shorten(call.request().text("key"))));
  }
}
