package io.openons.broker.server.grpc.v1.guard;

import io.openons.broker.core.access.Need;
import io.openons.broker.server.grpc.guard.NeedsTable;
import io.openons.broker.server.grpc.v1.translate.Names;
import io.openons.proto.v1.AckMessageRequest;
import io.openons.proto.v1.ConsumerData;
import io.openons.proto.v1.EndTransactionRequest;
import io.openons.proto.v1.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v1.HealthCheckRequest;
import io.openons.proto.v1.HeartbeatRequest;
import io.openons.proto.v1.NackMessageRequest;
import io.openons.proto.v1.NotifyClientTerminationRequest;
import io.openons.proto.v1.PollCommandRequest;
import io.openons.proto.v1.PullMessageRequest;
import io.openons.proto.v1.QueryAssignmentRequest;
import io.openons.proto.v1.QueryOffsetRequest;
import io.openons.proto.v1.QueryRouteRequest;
import io.openons.proto.v1.ReceiveMessageRequest;
import io.openons.proto.v1.ReportMessageConsumptionResultRequest;
import io.openons.proto.v1.ReportThreadStackTraceRequest;
import io.openons.proto.v1.Resource;
import io.openons.proto.v1.SendMessageRequest;
import io.openons.proto.v1.SubscriptionEntry;
import java.util.ArrayList;
import java.util.List;

/** Which topics and groups a request is about, and what it does with them. */
public final class RequestNeeds {
  private static final NeedsTable TABLE = new NeedsTable();

  static {
    TABLE.when(QueryRouteRequest.class, r -> List.of(Need.locate(Names.of(r.getTopic()))));
    TABLE.when(
        SendMessageRequest.class, r -> List.of(Need.publish(Names.of(r.getMessage().getTopic()))));
    TABLE.when(QueryAssignmentRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(
        ReceiveMessageRequest.class, r -> consume(r.getGroup(), r.getPartition().getTopic()));
    TABLE.when(AckMessageRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(NackMessageRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(
        ForwardMessageToDeadLetterQueueRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    TABLE.when(PullMessageRequest.class, r -> consume(r.getGroup(), r.getPartition().getTopic()));
    TABLE.when(QueryOffsetRequest.class, r -> List.of(subscribe(r.getPartition().getTopic())));
    TABLE.when(
        HeartbeatRequest.class,
        r -> r.hasConsumerData() ? subscriptions(r.getConsumerData()) : List.of());
    // Only the user who sent the half message may, which the broker checks.
    TABLE.when(EndTransactionRequest.class, r -> List.of());
    // These say something about the caller's own clients, and return nothing of others.
    TABLE.when(HealthCheckRequest.class, r -> List.of());
    TABLE.when(NotifyClientTerminationRequest.class, r -> List.of());
    TABLE.when(PollCommandRequest.class, r -> List.of());
    TABLE.when(ReportMessageConsumptionResultRequest.class, r -> List.of());
    TABLE.when(ReportThreadStackTraceRequest.class, r -> List.of());
  }

  private RequestNeeds() {}

  /** Returns all that the request of a call needs. */
  public static List<Need> of(Object request) {
    return TABLE.of(request);
  }

  private static List<Need> subscriptions(ConsumerData consumer) {
    List<Need> needs = new ArrayList<>();
    needs.add(consumeWith(consumer.getGroup()));
    for (SubscriptionEntry entry : consumer.getSubscriptionsList()) {
      needs.add(subscribe(entry.getTopic()));
    }
    return needs;
  }

  private static List<Need> consume(Resource group, Resource topic) {
    return List.of(consumeWith(group), subscribe(topic));
  }

  private static Need subscribe(Resource topic) {
    return Need.subscribe(Names.of(topic));
  }

  private static Need consumeWith(Resource group) {
    return Need.consumeWith(Names.of(group));
  }
}
