package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.translate.Assignments;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.broker.server.grpc.v1.translate.Names;
import io.openons.proto.v1.Assignment;
import io.openons.proto.v1.MessageType;
import io.openons.proto.v1.Partition;
import io.openons.proto.v1.Permission;
import io.openons.proto.v1.QueryAssignmentRequest;
import io.openons.proto.v1.QueryAssignmentResponse;
import io.openons.proto.v1.QueryRouteRequest;
import io.openons.proto.v1.QueryRouteResponse;
import io.openons.proto.v1.Resource;

/** Where topics are, and who consumes which of their queues. */
final class RouteRpcs {
  private final Broker broker;
  private final Addresses addresses;

  RouteRpcs(Broker broker, Addresses addresses) {
    this.broker = broker;
    this.addresses = addresses;
  }

  void queryRoute(QueryRouteRequest request, StreamObserver<QueryRouteResponse> out) {
    Answering.now(
        out,
        failure -> QueryRouteResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          Topic topic = broker.topic(Names.of(request.getTopic()));
          io.openons.proto.v1.Broker self = addresses.broker(request.getEndpoints());
          QueryRouteResponse.Builder route = QueryRouteResponse.newBuilder().setCommon(Commons.OK);
          for (int queue = 0; queue < topic.queues(); queue++) {
            route.addPartitions(partition(request.getTopic(), topic, queue, self));
          }
          return route.build();
        });
  }

  /** The group begins with its heartbeat or its first receive, which name where. */
  void queryAssignment(
      QueryAssignmentRequest request, StreamObserver<QueryAssignmentResponse> out) {
    Answering.now(
        out,
        failure -> QueryAssignmentResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> {
          Topic topic = broker.topic(Names.of(request.getTopic()));
          broker.checkGroup(Names.of(request.getGroup()));
          io.openons.proto.v1.Broker self = addresses.broker(request.getEndpoints());
          QueryAssignmentResponse.Builder answer =
              QueryAssignmentResponse.newBuilder().setCommon(Commons.OK);
          for (int queue = 0; queue < Assignments.queues(topic); queue++) {
            answer.addAssignments(
                Assignment.newBuilder()
                    .setPartition(partition(request.getTopic(), topic, queue, self)));
          }
          return answer.build();
        });
  }

  private static Partition partition(
      Resource name, Topic topic, int id, io.openons.proto.v1.Broker self) {
    Partition.Builder partition =
        Partition.newBuilder()
            .setTopic(name)
            .setId(id)
            .setPermission(Permission.valueOf(topic.settings().permission().name()))
            .setBroker(self);
    // In the order of the kinds, since clients compare routes element by element.
    for (MessageKind kind : MessageKind.values()) {
      if (topic.settings().accepts().contains(kind)) {
        partition.addAcceptMessageTypes(MessageType.valueOf(kind.name()));
      }
    }
    return partition.build();
  }
}
