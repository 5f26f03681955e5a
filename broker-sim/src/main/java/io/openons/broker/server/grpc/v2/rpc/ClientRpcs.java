package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.HeartbeatResponse;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.NotifyClientTerminationResponse;

/** Signs of life, and the last one. */
final class ClientRpcs {
  private final Broker broker;

  ClientRpcs(Broker broker) {
    this.broker = broker;
  }

  /**
   * Answers OK to every client, known or not: nothing here depends on what a client said before.
   */
  void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> out) {
    Answers.now(
        out,
        status -> HeartbeatResponse.newBuilder().setStatus(status).build(),
        () -> {
          if (request.hasGroup() && !request.getGroup().getName().isEmpty()) {
            broker.checkGroup(Names.of(request.getGroup()));
          }
          broker.clients().seen(CallInfo.current().requireClientId());
          return HeartbeatResponse.newBuilder().setStatus(Statuses.OK).build();
        });
  }

  void notifyClientTermination(
      NotifyClientTerminationRequest request, StreamObserver<NotifyClientTerminationResponse> out) {
    Answers.now(
        out,
        status -> NotifyClientTerminationResponse.newBuilder().setStatus(status).build(),
        () -> {
          if (request.hasGroup() && !request.getGroup().getName().isEmpty()) {
            broker.checkGroup(Names.of(request.getGroup()));
          }
          broker.clients().terminated(CallInfo.current().requireClientId());
          return NotifyClientTerminationResponse.newBuilder().setStatus(Statuses.OK).build();
        });
  }
}
