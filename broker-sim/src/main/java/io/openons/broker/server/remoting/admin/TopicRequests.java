package io.openons.broker.server.remoting.admin;

import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.admin.view.QueueView;
import io.openons.broker.core.admin.view.TopicView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.QueueTable;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Topics: names, settings, offsets; making, changing and deleting them. */
final class TopicRequests {
  private static final String TOPIC = "topic";

  /** The attribute of a topic that says which kind of messages it accepts. */
  private static final String KIND = "message.type";

  private static final String ALL_KINDS = "MIXED";

  private final Broker broker;

  private TopicRequests(Broker broker) {
    this.broker = broker;
  }

  static Map<Integer, Operation> operations(Broker broker) {
    TopicRequests requests = new TopicRequests(broker);
    return Map.of(
        RequestCode.UPDATE_TOPIC, Operation.changes(requests::update),
        RequestCode.DELETE_TOPIC, Operation.changes(requests::delete),
        // There is one place for both, and the tools ask for this after the other.
        RequestCode.DELETE_ROUTE, Operation.changes(call -> Answer.done()),
        RequestCode.TOPIC_CONFIGS, Operation.looks(requests::configs),
        RequestCode.TOPIC_CONFIG, Operation.looks(requests::config),
        RequestCode.TOPIC_NAMES, Operation.looks(requests::names),
        RequestCode.TOPIC_NAMES_OF_CLUSTER, Operation.looks(requests::names),
        RequestCode.TOPIC_STATS, Operation.looks(requests::stats),
        RequestCode.GROUPS_OF_TOPIC, Operation.looks(requests::groups));
  }

  private TopicAdmin topics() {
    return broker.administration().topics();
  }

  private Answer update(Call call) {
    Command request = call.request();
    ResourceName name = call.name(TOPIC);
    TopicSettings known = topics().queuesOf(name).isEmpty() ? null : topics().find(name).settings();
    int queues = Math.max(request.integer("readQueueNums"), request.integer("writeQueueNums"));
    topics().set(name, new TopicSettings(queues, kinds(request, known), permission(request)));
    return Answer.done();
  }

  private static Permission permission(Command request) {
    int bits = request.integer("perm", RouteRequests.bits(Permission.READ_WRITE));
    for (Permission permission : Permission.values()) {
      if (RouteRequests.bits(permission) == bits) {
        return permission;
      }
    }
    throw new BrokerException(
        Reason.BAD_REQUEST,
        "permission %d is unknown; write 6 to read and write, 4 to read, 2 to write"
            .formatted(bits));
  }

  /** Reads {@code +message.type=FIFO,...}; without it a topic keeps what it accepts. */
  private static Set<MessageKind> kinds(Command request, TopicSettings known) {
    for (String attribute : request.text("attributes", "").split(",")) {
      if (attribute.startsWith("+" + KIND + "=")) {
        String kind = attribute.substring(KIND.length() + 2);
        try {
          return kind.equals(ALL_KINDS) || kind.equals("UNSPECIFIED")
              ? Set.of(MessageKind.values())
              : Set.of(MessageKind.valueOf(kind.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "attribute %s is '%s'; write NORMAL, FIFO, DELAY, TRANSACTION or %s"
                  .formatted(KIND, Texts.shorten(kind), ALL_KINDS));
        }
      }
    }
    return known == null ? Set.of(MessageKind.values()) : known.accepts();
  }

  private Answer delete(Call call) {
    ResourceName name = call.name(TOPIC);
    boolean isOfGroup = name.isDeadLetters() || name.isRedeliveries();
    // Tools delete these with their group, though a group need not have them.
    if (!isOfGroup || topics().queuesOf(name).isPresent()) {
      topics().delete(name);
    }
    return Answer.done();
  }

  private record Config(
      String topicName,
      int readQueueNums,
      int writeQueueNums,
      int perm,
      String topicFilterType,
      int topicSysFlag,
      boolean order,
      Map<String, String> attributes) {
    static Config of(TopicView topic) {
      TopicSettings settings = topic.settings();
      Set<MessageKind> accepts = settings.accepts();
      String kind = accepts.size() == 1 ? accepts.iterator().next().name() : ALL_KINDS;
      return new Config(
          topic.name().toString(),
          settings.queues(),
          settings.queues(),
          RouteRequests.bits(settings.permission()),
          "SINGLE_TAG",
          0,
          accepts.equals(Set.of(MessageKind.FIFO)),
          Map.of(KIND, kind));
    }
  }

  private record DataVersion(long timestamp, long counter, long stateVersion) {
    static DataVersion none() {
      return new DataVersion(0, 0, 0);
    }
  }

  private record Configs(Map<String, Config> topicConfigTable, DataVersion dataVersion) {}

  private Answer configs(Call call) {
    Map<String, Config> table = new TreeMap<>();
    AdminRequests.all(topics()::list)
        .forEach(topic -> table.put(topic.name().toString(), Config.of(topic)));
    return Answer.done(Jsons.write(new Configs(table, DataVersion.none())));
  }

  private Answer config(Call call) {
    return Answer.done(Jsons.write(Config.of(topics().find(call.name(TOPIC)))));
  }

  private record Names(Set<String> topicList) {}

  /** Tools find groups by their topics of redeliveries, so these are there for each group. */
  private Answer names(Call call) {
    Set<String> names = new TreeSet<>();
    AdminRequests.all(topics()::list).forEach(topic -> names.add(topic.name().toString()));
    for (GroupView group : AdminRequests.all(broker.administration().groups()::list)) {
      names.add(group.name().redeliveries().toString());
    }
    return Answer.done(Jsons.write(new Names(names)));
  }

  private record Offsets(long minOffset, long maxOffset, long lastUpdateTimestamp) {}

  private Answer stats(Call call) {
    ResourceName topic = call.name(TOPIC);
    QueueTable table = new QueueTable(RouteRequests.BROKER_NAME);
    for (QueueView queue : topics().queues(topic)) {
      long latest = queue.latest() == null ? 0 : queue.latest().toEpochMilli();
      table.put(topic, queue.queue(), Jsons.text(new Offsets(queue.begin(), queue.end(), latest)));
    }
    return Answer.done(table.asMap("offsetTable"));
  }

  private record GroupNames(List<String> groupList) {}

  private Answer groups(Call call) {
    ResourceName topic = call.name(TOPIC);
    List<String> names =
        AdminRequests.all(request -> topics().groups(topic, request)).stream()
            .map(ResourceName::toString)
            .toList();
    return Answer.done(Jsons.write(new GroupNames(names)));
  }
}
