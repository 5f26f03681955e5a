package io.openons.broker.server.grpc.v2.guard;

import io.openons.broker.core.access.Need;
import io.openons.broker.server.grpc.guard.NeedsTable;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import io.openons.proto.v2.SubscriptionEntry;
import io.openons.proto.v2.SyncLiteSubscriptionRequest;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which topics and groups a request is about, and what it does with them. Apache RocketMQ's table,
 * but for what it leaves open: a change of a lease needs the topic too, and all messages of a send
 * are looked at.
 */
public final class RequestNeeds {
  private static final Set<ClientType> PRODUCERS =
      Set.of(ClientType.PRODUCER, ClientType.CLIENT_TYPE_UNSPECIFIED);

  private static final NeedsTable TABLE = new NeedsTable();

  static {
    TABLE.when(QueryRouteRequest.class, r -> List.of(Need.locate(Names.of(r.getTopic()))));
    TABLE.when(
        SendMessageRequest.class,
        r ->
            r.getMessagesList().stream()
                .map(Message::getTopic)
                .distinct()
                .map(RequestNeeds::publish)
                .toList());
    TABLE.when(RecallMessageRequest.class, r -> List.of(publish(r.getTopic())));
    TABLE.when(EndTransactionRequest.class, r -> List.of(publish(r.getTopic())));
    TABLE.when(QueryAssignmentRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(
        ReceiveMessageRequest.class, r -> consume(r.getGroup(), r.getMessageQueue().getTopic()));
    TABLE.when(AckMessageRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(ChangeInvisibleDurationRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(
        ForwardMessageToDeadLetterQueueRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(SyncLiteSubscriptionRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(
        PullMessageRequest.class, r -> consume(r.getGroup(), r.getMessageQueue().getTopic()));
    TABLE.when(
        UpdateOffsetRequest.class, r -> consume(r.getGroup(), r.getMessageQueue().getTopic()));
    TABLE.when(GetOffsetRequest.class, r -> consume(r.getGroup(), r.getMessageQueue().getTopic()));
    TABLE.when(QueryOffsetRequest.class, r -> List.of(subscribe(r.getMessageQueue().getTopic())));
    TABLE.when(
        HeartbeatRequest.class,
        r ->
            PRODUCERS.contains(r.getClientType()) ? List.of() : List.of(consumeWith(r.getGroup())));
    TABLE.when(
        NotifyClientTerminationRequest.class,
        r -> r.getGroup().getName().isEmpty() ? List.of() : List.of(consumeWith(r.getGroup())));
    TABLE.when(
        Settings.class,
        r ->
            r.hasSubscription()
                ? subscriptions(r.getSubscription())
                : r.getPublishing().getTopicsList().stream().map(RequestNeeds::publish).toList());
  }

  private RequestNeeds() {}

  /**
   * Returns all that a request needs.
   *
   * @param request the request of a call, or the settings on a telemetry stream
   */
  public static List<Need> of(Object request) {
    return TABLE.of(request);
  }

  private static List<Need> subscriptions(Subscription subscription) {
    List<Need> needs = new ArrayList<>();
    needs.add(consumeWith(subscription.getGroup()));
    for (SubscriptionEntry entry : subscription.getSubscriptionsList()) {
      needs.add(subscribe(entry.getTopic()));
    }
    return needs;
  }

  private static List<Need> consume(Resource group, Resource topic) {
    return List.of(consumeWith(group), subscribe(topic));
  }

  private static Need publish(Resource topic) {
    return Need.publish(Names.of(topic));
  }

  private static Need subscribe(Resource topic) {
    return Need.subscribe(Names.of(topic));
  }

  private static Need consumeWith(Resource group) {
    return Need.consumeWith(Names.of(group));
  }
}
