package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.grpc.translate.Assignments;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.proto.v2.Assignment;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Permission;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.Resource;

/** Where topics are, and who consumes which of their queues. */
final class RouteRpcs {
  private final Broker broker;
  private final Addresses addresses;

  RouteRpcs(Broker broker, Addresses addresses) {
    this.broker = broker;
    this.addresses = addresses;
  }

  void queryRoute(QueryRouteRequest request, StreamObserver<QueryRouteResponse> out) {
    Answers.now(
        out,
        status -> QueryRouteResponse.newBuilder().setStatus(status).build(),
        () -> {
          Topic topic = broker.topic(Names.of(request.getTopic()));
          io.openons.proto.v2.Broker self = addresses.broker(request.getEndpoints());
          QueryRouteResponse.Builder route = QueryRouteResponse.newBuilder().setStatus(Statuses.OK);
          for (int queue = 0; queue < topic.queues(); queue++) {
            route.addMessageQueues(queue(request.getTopic(), topic, queue, self));
          }
          return route.build();
        });
  }

  void queryAssignment(
      QueryAssignmentRequest request, StreamObserver<QueryAssignmentResponse> out) {
    Answers.now(
        out,
        status -> QueryAssignmentResponse.newBuilder().setStatus(status).build(),
        () -> {
          Topic topic = broker.topic(Names.of(request.getTopic()));
          broker.subscribe(Names.of(request.getGroup()), topic.name());
          io.openons.proto.v2.Broker self = addresses.broker(request.getEndpoints());
          QueryAssignmentResponse.Builder answer =
              QueryAssignmentResponse.newBuilder().setStatus(Statuses.OK);
          for (int queue = 0; queue < Assignments.queues(topic); queue++) {
            answer.addAssignments(
                Assignment.newBuilder()
                    .setMessageQueue(queue(request.getTopic(), topic, queue, self)));
          }
          return answer.build();
        });
  }

  private static MessageQueue queue(
      Resource name, Topic topic, int id, io.openons.proto.v2.Broker self) {
    MessageQueue.Builder queue =
        MessageQueue.newBuilder()
            .setTopic(name)
            .setId(id)
            .setPermission(Permission.valueOf(topic.settings().permission().name()))
            .setBroker(self);
    // In the order of the kinds, since clients compare routes element by element.
    for (MessageKind kind : MessageKind.values()) {
      if (topic.settings().accepts().contains(kind)) {
        queue.addAcceptMessageTypes(MessageType.valueOf(kind.name()));
      }
    }
    return queue.build();
  }
}
