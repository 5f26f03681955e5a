package io.openons.broker.server.remoting.pop;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.server.net.Failures;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.codec.ResponseCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.group.Subscriptions;
import io.openons.broker.server.remoting.message.FoundBody;
import io.openons.broker.server.remoting.message.Receiver;
import io.openons.broker.server.remoting.route.BrokerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Takes messages under leases, and looks at what would be taken. */
public final class PopRequests {
  private final Broker broker;
  private final BrokerAddress address;
  private final Sessions sessions;
  private final WaitingCalls<List<Delivery>> waiting = new WaitingCalls<>(List.of());

  /** Makes the requests of a broker. */
  public PopRequests(Broker broker, BrokerAddress address, Sessions sessions) {
    this.broker = broker;
    this.address = address;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public Map<Integer, Operation> operations() {
    return Map.of(
        RequestCode.POP, new Operation(PopRequests::needs, this::pop),
        RequestCode.PEEK, new Operation(PopRequests::needs, this::peek));
  }

  /** Answers all that wait. */
  public void close() {
    waiting.close();
  }

  static List<Need> needs(Command request) {
    return needs(PopRequest.group(request), PopRequest.topic(request));
  }

  static List<Need> needs(ResourceName group, ResourceName topic) {
    return topic.equals(group.redeliveries())
        ? List.of(Need.consumeWith(group))
        : List.of(Need.consumeWith(group), Need.subscribe(topic));
  }

  private CompletableFuture<Answer> pop(Call call) {
    PopRequest pop = PopRequest.of(call.request());
    if (pop.topic().isRedeliveries()) {
      broker.redeliveries(pop.topic().group());
    }
    sessions.take(call.peer(), pop.group());
    broker.subscribe(pop.group(), pop.topic(), pop.start(broker.startOfNewGroups()));
    Filter filter = filter(call, pop);
    CompletableFuture<List<Delivery>> taken =
        waiting.begin(
            call.peer().connection(),
            () -> broker.take(pop.take(sessions.senderOn(call.peer()), filter)));
    call.peer().cancelWhenClosed(taken);
    Receiver receiver = Receiver.of(call.request(), address.of(call.peer()));
    String topic = call.request().text("topic");
    return taken
        .thenApply(deliveries -> answer(pop, topic, deliveries, receiver))
        .exceptionally(failure -> full(pop, failure));
  }

  private Filter filter(Call call, PopRequest pop) {
    if (pop.filter() != null) {
      return pop.filter();
    }
    Subscriptions known = sessions.subscriptions(call.peer(), pop.group());
    Filter subscribed = known == null ? null : known.filter(pop.topic());
    return subscribed == null ? TagFilter.parse("*") : subscribed;
  }

  private Answer answer(
      PopRequest pop, String topic, List<Delivery> deliveries, Receiver receiver) {
    long now = System.currentTimeMillis();
    long lease = pop.lease().toMillis();
    Map<String, String> fields = fields(now, lease);
    if (deliveries.isEmpty()) {
      return Answer.of(ResponseCode.POP_NOTHING, "no new message", fields);
    }
    fields.put("startOffsetInfo", offsets(pop.topic(), deliveries, true));
    fields.put("msgOffsetInfo", offsets(pop.topic(), deliveries, false));
    Runnable giveBack = () -> broker.giveBack(deliveries);
    return new Answer(
        ResponseCode.SUCCESS,
        null,
        fields,
        new PoppedBody(topic, deliveries, now, lease, receiver, giveBack));
  }

  /** All of them are in every answer; clients fail without one. */
  private static Map<String, String> fields(long now, long lease) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("popTime", String.valueOf(now));
    fields.put("invisibleTime", String.valueOf(lease));
    fields.put("reviveQid", "0");
    fields.put("restNum", "0");
    return fields;
  }

  /** Returns the offsets of each queue, or only the first, as {@code kind queue offsets;...}. */
  private static String offsets(ResourceName topic, List<Delivery> deliveries, boolean onlyFirst) {
    Map<Integer, List<Long>> byQueue = new LinkedHashMap<>();
    for (Delivery delivery : deliveries) {
      byQueue
          .computeIfAbsent(delivery.stored().queue(), absent -> new ArrayList<>())
          .add(delivery.stored().offset());
    }
    String kind = topic.isRedeliveries() ? "1" : "0";
    StringJoiner text = new StringJoiner(";");
    byQueue.forEach(
        (queue, offsets) -> {
          StringJoiner numbers = new StringJoiner(",");
          offsets.stream()
              .sorted()
              .limit(onlyFirst ? 1 : offsets.size())
              .forEach(offset -> numbers.add(String.valueOf(offset)));
          text.add(kind + " " + queue + " " + numbers);
        });
    return text.toString();
  }

  /** Clients wait a while when too many wait already. */
  private static Answer full(PopRequest pop, Throwable failure) {
    if (Failures.cause(failure) instanceof BrokerException refusal
        && refusal.reason() == Reason.TOO_MANY_REQUESTS) {
      return Answer.of(
          ResponseCode.POP_FULL,
          refusal.getMessage(),
          fields(System.currentTimeMillis(), pop.lease().toMillis()));
    }
    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
  }

  /** Reads one queue after the other where the group is; nothing changes by it. */
  private CompletableFuture<Answer> peek(Call call) {
    Command request = call.request();
    ResourceName group = PopRequest.group(request);
    ResourceName topic = PopRequest.topic(request);
    int queue = request.integer("queueId", -1);
    int most = Math.max(1, request.integer("maxMsgNums"));
    int queues = broker.topic(topic).queues();
    CompletableFuture<List<StoredMessage>> found =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (int i = 0; i < queues; i++) {
      int next = i;
      if (queue < 0 || queue == i) {
        found = found.thenCompose(before -> peek(group, topic, next, most, before));
      }
    }
    Receiver receiver = Receiver.of(request, address.of(call.peer()));
    return found.thenApply(messages -> peeked(request.text("topic"), messages, receiver));
  }

  private CompletableFuture<List<StoredMessage>> peek(
      ResourceName group, ResourceName topic, int queue, int most, List<StoredMessage> before) {
    int left = most - before.size();
    if (left <= 0) {
      return CompletableFuture.completedFuture(before);
    }
    long from = broker.beginOffset(topic, queue);
    try {
      from = broker.committedOffset(group, topic, queue);
    } catch (BrokerException notBegun) {
      // Then it would begin with the oldest.
    }
    return broker
        .read(new ReadRequest(group, topic, queue, from, TagFilter.parse("*"), left, Duration.ZERO))
        .thenApply(
            result -> {
              before.addAll(result.messages());
              return before;
            });
  }

  private static Answer peeked(String topic, List<StoredMessage> messages, Receiver receiver) {
    Map<String, String> fields = fields(System.currentTimeMillis(), 0);
    if (messages.isEmpty()) {
      return Answer.of(ResponseCode.PULL_NOT_FOUND, "no new message", fields);
    }
    return new Answer(
        ResponseCode.SUCCESS,
        null,
        fields,
        FoundBody.of(topic, FoundBody.fitting(messages), receiver));
  }
}
