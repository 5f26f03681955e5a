package io.openons.broker.server.remoting.admin;

import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.ResetTarget;
import io.openons.broker.core.admin.view.ResetPlan;
import io.openons.broker.core.admin.view.TopicBacklog;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.QueuePlace;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.QueueTable;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.route.RouteRequests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** How far groups are, and where they go on. */
final class ProgressRequests {
  private static final String TOPIC = "topic";

  /** The time that tools send to skip all that is there. */
  private static final long NOW = -1;

  private final Broker broker;

  private ProgressRequests(Broker broker) {
    this.broker = broker;
  }

  static Map<Integer, Operation> operations(Broker broker) {
    ProgressRequests requests = new ProgressRequests(broker);
    return Map.of(
        RequestCode.CONSUME_STATS, Operation.looks(requests::stats),
        RequestCode.RESET_OFFSETS_OF_GROUP, Operation.changes(requests::reset),
        RequestCode.QUEUE_ENTRIES, Operation.looks(requests::entries));
  }

  private record Offsets(
      long brokerOffset, long consumerOffset, long pullOffset, long lastTimestamp) {
    static Offsets of(TopicBacklog.Queue queue) {
      QueuePlace place = queue.place();
      long last = queue.lastCommitted() == null ? 0 : queue.lastCommitted().toEpochMilli();
      return new Offsets(place.end(), place.committed(), place.pulled(), last);
    }
  }

  private Answer stats(Call call) {
    ResourceName group = call.name("consumerGroup");
    String only = call.request().text(TOPIC, "");
    QueueTable table = new QueueTable(RouteRequests.BROKER_NAME);
    List<TopicBacklog> backlogs =
        only.isEmpty()
            ? AdminRequests.all(
                request -> broker.administration().groups().backlogs(group, request))
            : List.of(broker.administration().groups().backlog(group, ResourceName.of("", only)));
    for (TopicBacklog backlog : backlogs) {
      for (TopicBacklog.Queue queue : backlog.queues()) {
        table.put(backlog.topic(), queue.place().queue(), Jsons.text(Offsets.of(queue)));
      }
    }
    String body = "{\"consumeTps\":0.0,\"offsetTable\":" + table.text() + "}";
    return Answer.done(body.getBytes(StandardCharsets.UTF_8));
  }

  private Answer reset(Call call) {
    Command request = call.request();
    ResourceName group = call.name("group");
    ResourceName topic = call.name(TOPIC);
    long time = request.number("timestamp");
    int queue = request.integer("queueId", -1);
    long offset = request.number("offset", -1);
    ResetTarget target;
    if (queue >= 0 && offset >= 0) {
      target = ResetTarget.offset(offset);
    } else {
      target = time == NOW ? ResetTarget.LATEST : ResetTarget.time(Math.max(0, time));
    }
    QueueTable table = new QueueTable(RouteRequests.BROKER_NAME);
    for (ResetPlan.Queue planned : plan(group, topic, queue, target)) {
      long after = planned.after();
      // Without force a group is set back, and skips nothing.
      boolean isDone = request.flag("isForce") || time == NOW || after <= planned.before();
      if (isDone) {
        broker
            .administration()
            .offsets()
            .reset(group, topic, planned.queue(), ResetTarget.offset(after));
      }
      table.put(topic, planned.queue(), String.valueOf(isDone ? after : planned.before()));
    }
    return Answer.done(table.asMap("offsetTable"));
  }

  private List<ResetPlan.Queue> plan(
      ResourceName group, ResourceName topic, int queue, ResetTarget target) {
    return broker.administration().offsets().plan(group, topic, target).queues().stream()
        .filter(planned -> queue < 0 || planned.queue() == queue)
        .toList();
  }

  private record Entry(
      long physicOffset,
      int physicSize,
      long tagsCode,
      String extendDataJson,
      String bitMap,
      boolean eval,
      String msg) {
    static Entry of(StoredMessage stored) {
      return new Entry(
          stored.position(),
          stored.message().body().remaining(),
          stored.message().tagHash(),
          null,
          null,
          true,
          stored.message().id());
    }
  }

  private record Entries(
      String subscriptionData,
      String filterData,
      List<Entry> queueData,
      long maxQueueIndex,
      long minQueueIndex) {}

  private Answer entries(Call call) {
    ResourceName topic = call.name(TOPIC);
    int queue = call.request().integer("queueId");
    long index = call.request().number("index");
    int count = call.request().integer("count");
    if (count < 1 || count > PageRequest.MAX_LIMIT) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "%d entries were asked for; ask for 1 to %d".formatted(count, PageRequest.MAX_LIMIT));
    }
    List<Entry> entries =
        broker
            .administration()
            .messages()
            .byOffset(topic, queue, index, PageRequest.first(count))
            .items()
            .stream()
            .map(Entry::of)
            .toList();
    return Answer.done(
        Jsons.write(
            new Entries(
                null,
                null,
                entries,
                broker.endOffset(topic, queue),
                broker.beginOffset(topic, queue))));
  }
}
