package io.openons.broker.server.grpc.v1.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.server.grpc.call.Answering;
import io.openons.broker.server.grpc.v1.call.Commons;
import io.openons.broker.server.net.GroupCommit;
import io.openons.proto.v1.AckMessageRequest;
import io.openons.proto.v1.AckMessageResponse;
import io.openons.proto.v1.EndTransactionRequest;
import io.openons.proto.v1.EndTransactionResponse;
import io.openons.proto.v1.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v1.ForwardMessageToDeadLetterQueueResponse;
import io.openons.proto.v1.HealthCheckRequest;
import io.openons.proto.v1.HealthCheckResponse;
import io.openons.proto.v1.HeartbeatRequest;
import io.openons.proto.v1.HeartbeatResponse;
import io.openons.proto.v1.MessagingServiceGrpc;
import io.openons.proto.v1.NackMessageRequest;
import io.openons.proto.v1.NackMessageResponse;
import io.openons.proto.v1.NotifyClientTerminationRequest;
import io.openons.proto.v1.NotifyClientTerminationResponse;
import io.openons.proto.v1.PollCommandRequest;
import io.openons.proto.v1.PollCommandResponse;
import io.openons.proto.v1.PullMessageRequest;
import io.openons.proto.v1.PullMessageResponse;
import io.openons.proto.v1.QueryAssignmentRequest;
import io.openons.proto.v1.QueryAssignmentResponse;
import io.openons.proto.v1.QueryOffsetRequest;
import io.openons.proto.v1.QueryOffsetResponse;
import io.openons.proto.v1.QueryRouteRequest;
import io.openons.proto.v1.QueryRouteResponse;
import io.openons.proto.v1.ReceiveMessageRequest;
import io.openons.proto.v1.ReceiveMessageResponse;
import io.openons.proto.v1.ReportMessageConsumptionResultRequest;
import io.openons.proto.v1.ReportMessageConsumptionResultResponse;
import io.openons.proto.v1.ReportThreadStackTraceRequest;
import io.openons.proto.v1.ReportThreadStackTraceResponse;
import io.openons.proto.v1.SendMessageRequest;
import io.openons.proto.v1.SendMessageResponse;

/** The table of all RPCs of {@code apache.rocketmq.v1.MessagingService}. */
public final class MessagingService extends MessagingServiceGrpc.MessagingServiceImplBase {
  private final RouteRpcs routes;
  private final SendRpcs sends;
  private final ReceiveRpcs receives;
  private final OffsetRpcs offsets;
  private final ClientRpcs clients;

  public MessagingService(
      Broker broker, AccessControl access, Addresses addresses, GroupCommit commit) {
    StartPositions starts = new StartPositions(broker);
    this.routes = new RouteRpcs(broker, addresses);
    this.sends = new SendRpcs(broker, access, commit);
    this.receives = new ReceiveRpcs(broker, access, starts);
    this.offsets = new OffsetRpcs(broker);
    this.clients = new ClientRpcs(broker, access, starts);
  }

  /** Answers the calls that wait. */
  public void close() {
    clients.close();
    receives.close();
    offsets.close();
  }

  @Override
  public void queryRoute(QueryRouteRequest request, StreamObserver<QueryRouteResponse> out) {
    routes.queryRoute(request, out);
  }

  @Override
  public void queryAssignment(
      QueryAssignmentRequest request, StreamObserver<QueryAssignmentResponse> out) {
    routes.queryAssignment(request, out);
  }

  @Override
  public void sendMessage(SendMessageRequest request, StreamObserver<SendMessageResponse> out) {
    sends.sendMessage(request, out);
  }

  @Override
  public void endTransaction(
      EndTransactionRequest request, StreamObserver<EndTransactionResponse> out) {
    sends.endTransaction(request, out);
  }

  @Override
  public void receiveMessage(
      ReceiveMessageRequest request, StreamObserver<ReceiveMessageResponse> out) {
    receives.receiveMessage(request, out);
  }

  @Override
  public void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> out) {
    receives.ackMessage(request, out);
  }

  @Override
  public void nackMessage(NackMessageRequest request, StreamObserver<NackMessageResponse> out) {
    receives.nackMessage(request, out);
  }

  @Override
  public void forwardMessageToDeadLetterQueue(
      ForwardMessageToDeadLetterQueueRequest request,
      StreamObserver<ForwardMessageToDeadLetterQueueResponse> out) {
    receives.forwardToDeadLetters(request, out);
  }

  @Override
  public void pullMessage(PullMessageRequest request, StreamObserver<PullMessageResponse> out) {
    offsets.pullMessage(request, out);
  }

  @Override
  public void queryOffset(QueryOffsetRequest request, StreamObserver<QueryOffsetResponse> out) {
    offsets.queryOffset(request, out);
  }

  @Override
  public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> out) {
    clients.heartbeat(request, out);
  }

  @Override
  public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckResponse> out) {
    clients.healthCheck(request, out);
  }

  @Override
  public void pollCommand(PollCommandRequest request, StreamObserver<PollCommandResponse> out) {
    clients.pollCommand(request, out);
  }

  @Override
  public void notifyClientTermination(
      NotifyClientTerminationRequest request, StreamObserver<NotifyClientTerminationResponse> out) {
    clients.notifyClientTermination(request, out);
  }

  /** Nobody asks for stack traces here, so whoever sends some is thanked. */
  @Override
  public void reportThreadStackTrace(
      ReportThreadStackTraceRequest request, StreamObserver<ReportThreadStackTraceResponse> out) {
    Answering.now(
        out,
        failure ->
            ReportThreadStackTraceResponse.newBuilder().setCommon(Commons.of(failure)).build(),
        () -> ReportThreadStackTraceResponse.newBuilder().setCommon(Commons.OK).build());
  }

  /** As {@link #reportThreadStackTrace}. */
  @Override
  public void reportMessageConsumptionResult(
      ReportMessageConsumptionResultRequest request,
      StreamObserver<ReportMessageConsumptionResultResponse> out) {
    Answering.now(
        out,
        failure ->
            ReportMessageConsumptionResultResponse.newBuilder()
                .setCommon(Commons.of(failure))
                .build(),
        () -> ReportMessageConsumptionResultResponse.newBuilder().setCommon(Commons.OK).build());
  }
}
