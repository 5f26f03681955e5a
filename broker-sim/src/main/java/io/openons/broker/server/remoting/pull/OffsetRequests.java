package io.openons.broker.server.remoting.pull;

import io.openons.broker.core.Broker;
import io.openons.broker.core.access.Need;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.member.Membership;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.group.Subscriptions;
import java.util.List;
import java.util.Map;

/** Where queues begin and end, and where groups are in them. */
public final class OffsetRequests {
  private static final String GROUP = "consumerGroup";
  private static final String TOPIC = "topic";
  private static final String QUEUE = "queueId";

  private final Broker broker;
  private final Sessions sessions;

  private OffsetRequests(Broker broker, Sessions sessions) {
    this.broker = broker;
    this.sessions = sessions;
  }

  /** Returns the operations by code. */
  public static Map<Integer, Operation> operations(Broker broker, Sessions sessions) {
    OffsetRequests requests = new OffsetRequests(broker, sessions);
    return Map.of(
        RequestCode.QUERY_CONSUMER_OFFSET,
        Operation.now(OffsetRequests::consumes, requests::committed),
        RequestCode.UPDATE_CONSUMER_OFFSET,
        Operation.now(OffsetRequests::consumes, requests::commit),
        RequestCode.SEARCH_OFFSET,
        Operation.now(OffsetRequests::locates, requests::search),
        RequestCode.MAX_OFFSET,
        Operation.now(OffsetRequests::locates, requests::end),
        RequestCode.MIN_OFFSET,
        Operation.now(OffsetRequests::locates, requests::begin),
        RequestCode.EARLIEST_STORE_TIME,
        Operation.now(OffsetRequests::locates, requests::earliest));
  }

  private static List<Need> consumes(Command request) {
    ResourceName group = Names.of(request.text(GROUP));
    ResourceName topic = Names.of(request.text(TOPIC));
    return topic.equals(group.redeliveries())
        ? List.of(Need.consumeWith(group))
        : List.of(Need.consumeWith(group), Need.subscribe(topic));
  }

  private static List<Need> locates(Command request) {
    ResourceName topic = Names.of(request.text(TOPIC));
    return List.of(
        topic.isRedeliveries() ? Need.consumeWith(topic.group()) : Need.subscribe(topic));
  }

  private Answer committed(Call call) {
    ResourceName group = call.name(GROUP);
    ResourceName topic = call.name(TOPIC);
    int queue = call.request().integer(QUEUE);
    try {
      return offset(broker.committedOffset(group, topic, queue));
    } catch (BrokerException refusal) {
      Membership member = membership(call, group);
      boolean begins = member != null && member.sharesQueues() && member.start() != null;
      if (refusal.reason() != Reason.OFFSET_NOT_FOUND || !begins) {
        throw refusal;
      }
      // A queue that came after the last heartbeat: the group begins it now.
      broker.join(group, member);
      return offset(broker.committedOffset(group, topic, queue));
    }
  }

  private Membership membership(Call call, ResourceName group) {
    Subscriptions subscriptions = sessions.subscriptions(call.peer(), group);
    return subscriptions == null ? null : subscriptions.membership();
  }

  private Answer commit(Call call) {
    broker.moveOffset(
        call.name(GROUP),
        call.name(TOPIC),
        call.request().integer(QUEUE),
        call.request().number("commitOffset"));
    return Answer.done();
  }

  private Answer search(Call call) {
    ResourceName topic = call.name(TOPIC);
    int queue = call.request().integer(QUEUE);
    long time = call.request().number("timestamp");
    return offset(broker.offsetAt(topic, queue, time));
  }

  private Answer end(Call call) {
    return offset(broker.endOffset(call.name(TOPIC), call.request().integer(QUEUE)));
  }

  private Answer begin(Call call) {
    return offset(broker.beginOffset(call.name(TOPIC), call.request().integer(QUEUE)));
  }

  private Answer earliest(Call call) {
    long time = broker.earliestTime(call.name(TOPIC), call.request().integer(QUEUE));
    return Answer.done(Map.of("timestamp", String.valueOf(time)));
  }

  private static Answer offset(long offset) {
    return Answer.done(Map.of("offset", String.valueOf(offset)));
  }
}
