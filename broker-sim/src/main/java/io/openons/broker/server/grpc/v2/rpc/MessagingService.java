package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.net.GroupCommit;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ChangeInvisibleDurationResponse;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.EndTransactionResponse;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueResponse;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.GetOffsetResponse;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.HeartbeatResponse;
import io.openons.proto.v2.MessagingServiceGrpc;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.NotifyClientTerminationResponse;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecallMessageResponse;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.SyncLiteSubscriptionRequest;
import io.openons.proto.v2.SyncLiteSubscriptionResponse;
import io.openons.proto.v2.TelemetryCommand;
import io.openons.proto.v2.UpdateOffsetRequest;
import io.openons.proto.v2.UpdateOffsetResponse;

/** The table of all RPCs of {@code apache.rocketmq.v2.MessagingService}. */
public final class MessagingService extends MessagingServiceGrpc.MessagingServiceImplBase {
  private final RouteRpcs routes;
  private final SendRpcs sends;
  private final ReceiveRpcs receives;
  private final OffsetRpcs offsets;
  private final ClientRpcs clients;
  private final TelemetryRpc telemetry;

  public MessagingService(
      Broker broker, AccessControl access, Addresses addresses, GroupCommit commit) {
    this.routes = new RouteRpcs(broker, addresses);
    this.sends = new SendRpcs(broker, access, commit);
    this.receives = new ReceiveRpcs(broker, access);
    this.offsets = new OffsetRpcs(broker);
    this.clients = new ClientRpcs(broker);
    this.telemetry = new TelemetryRpc(broker, access);
  }

  /** Answers the calls that wait, and ends the streams. */
  public void close() {
    telemetry.close();
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
  public void receiveMessage(
      ReceiveMessageRequest request, StreamObserver<ReceiveMessageResponse> out) {
    receives.receiveMessage(request, out);
  }

  @Override
  public void ackMessage(AckMessageRequest request, StreamObserver<AckMessageResponse> out) {
    receives.ackMessage(request, out);
  }

  @Override
  public void changeInvisibleDuration(
      ChangeInvisibleDurationRequest request, StreamObserver<ChangeInvisibleDurationResponse> out) {
    receives.changeInvisibleDuration(request, out);
  }

  @Override
  public void pullMessage(PullMessageRequest request, StreamObserver<PullMessageResponse> out) {
    offsets.pullMessage(request, out);
  }

  @Override
  public void updateOffset(UpdateOffsetRequest request, StreamObserver<UpdateOffsetResponse> out) {
    offsets.updateOffset(request, out);
  }

  @Override
  public void getOffset(GetOffsetRequest request, StreamObserver<GetOffsetResponse> out) {
    offsets.getOffset(request, out);
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
  public void notifyClientTermination(
      NotifyClientTerminationRequest request, StreamObserver<NotifyClientTerminationResponse> out) {
    clients.notifyClientTermination(request, out);
  }

  @Override
  public StreamObserver<TelemetryCommand> telemetry(StreamObserver<TelemetryCommand> out) {
    return telemetry.telemetry(out);
  }

  @Override
  public void forwardMessageToDeadLetterQueue(
      ForwardMessageToDeadLetterQueueRequest request,
      StreamObserver<ForwardMessageToDeadLetterQueueResponse> out) {
    receives.forwardToDeadLetters(request, out);
  }

  @Override
  public void endTransaction(
      EndTransactionRequest request, StreamObserver<EndTransactionResponse> out) {
    sends.endTransaction(request, out);
  }

  @Override
  public void recallMessage(
      RecallMessageRequest request, StreamObserver<RecallMessageResponse> out) {
    sends.recallMessage(request, out);
  }

  @Override
  public void syncLiteSubscription(
      SyncLiteSubscriptionRequest request, StreamObserver<SyncLiteSubscriptionResponse> out) {
    Answers.now(
        out,
        status -> SyncLiteSubscriptionResponse.newBuilder().setStatus(status).build(),
        MessagingService::noLiteTopics);
  }

  private static SyncLiteSubscriptionResponse noLiteTopics() {
    throw new BrokerException(Reason.NOT_IMPLEMENTED, "lite topics are not offered by this broker");
  }
}
