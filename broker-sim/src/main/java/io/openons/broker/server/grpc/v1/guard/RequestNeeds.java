package io.openons.broker.server.grpc.v1.guard;

import io.openons.broker.core.access.Need;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which topics and groups a request is about, and what it does with them. */
public final class RequestNeeds {
  private static final Map<Class<?>, Function<Object, List<Need>>> TABLE = new HashMap<>();

  static {
    when(QueryRouteRequest.class, r -> List.of(Need.locate(Names.of(r.getTopic()))));
    when(SendMessageRequest.class, r -> List.of(Need.publish(Names.of(r.getMessage().getTopic()))));
    when(QueryAssignmentRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    when(ReceiveMessageRequest.class, r -> consume(r.getGroup(), r.getPartition().getTopic()));
    when(AckMessageRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    when(NackMessageRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    when(ForwardMessageToDeadLetterQueueRequest.class, r -> consume(r.getGroup(), r.getTopic()));
    when(PullMessageRequest.class, r -> consume(r.getGroup(), r.getPartition().getTopic()));
    when(QueryOffsetRequest.class, r -> List.of(subscribe(r.getPartition().getTopic())));
    when(
        HeartbeatRequest.class,
        r -> r.hasConsumerData() ? subscriptions(r.getConsumerData()) : List.of());
    // Only the user who sent the half message may, which the broker checks.
    when(EndTransactionRequest.class, r -> List.of());
    // These say something about the caller's own clients, and return nothing of others.
    when(HealthCheckRequest.class, r -> List.of());
    when(NotifyClientTerminationRequest.class, r -> List.of());
    when(PollCommandRequest.class, r -> List.of());
    when(ReportMessageConsumptionResultRequest.class, r -> List.of());
    when(ReportThreadStackTraceRequest.class, r -> List.of());
  }

  private RequestNeeds() {}

  private static <T> void when(Class<T> type, Function<T, List<Need>> needs) {
    TABLE.put(type, request -> needs.apply(type.cast(request)));
  }

  /** Returns all that the request of a call needs. */
  public static List<Need> of(Object request) {
    Function<Object, List<Need>> needs = TABLE.get(request.getClass());
    if (needs == null) {
      throw new IllegalStateException("no access rule for request type " + request.getClass());
    }
    return needs.apply(request);
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
