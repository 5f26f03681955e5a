package io.openons.client.rpc;

import io.grpc.MethodDescriptor;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.AckMessageResponse;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ChangeInvisibleDurationResponse;
import io.openons.proto.v2.Code;
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
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryAssignmentResponse;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecallMessageResponse;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.UpdateOffsetRequest;
import io.openons.proto.v2.UpdateOffsetResponse;
import java.util.function.Function;

/**
 * A call with one answer, and where the answer has its status.
 *
 * @param <Q> request
 * @param <R> response
 */
public record Rpc<Q, R>(MethodDescriptor<Q, R> method, Function<R, Status> status) {
  private static final Status OK = Status.newBuilder().setCode(Code.OK).build();

  /** Where a topic is. */
  public static final Rpc<QueryRouteRequest, QueryRouteResponse> QUERY_ROUTE =
      new Rpc<>(MessagingServiceGrpc.getQueryRouteMethod(), QueryRouteResponse::getStatus);

  /** Says that a client lives. */
  public static final Rpc<HeartbeatRequest, HeartbeatResponse> HEARTBEAT =
      new Rpc<>(MessagingServiceGrpc.getHeartbeatMethod(), HeartbeatResponse::getStatus);

  /**
   * Sends messages. The status of a single message is that of its entry; when there are several,
   * each has its own status in its entry, which the caller looks at.
   */
  public static final Rpc<SendMessageRequest, SendMessageResponse> SEND_MESSAGE =
      new Rpc<>(
          MessagingServiceGrpc.getSendMessageMethod(),
          response ->
              switch (response.getEntriesCount()) {
                case 0 -> response.getStatus();
                case 1 -> response.getEntries(0).getStatus();
                default -> OK;
              });

  /** Which queues a consumer receives from. */
  public static final Rpc<QueryAssignmentRequest, QueryAssignmentResponse> QUERY_ASSIGNMENT =
      new Rpc<>(
          MessagingServiceGrpc.getQueryAssignmentMethod(), QueryAssignmentResponse::getStatus);

  /** Acknowledges messages; each has its own status in its entry, which the caller looks at. */
  public static final Rpc<AckMessageRequest, AckMessageResponse> ACK_MESSAGE =
      new Rpc<>(
          MessagingServiceGrpc.getAckMessageMethod(),
          response -> response.getEntriesCount() > 0 ? OK : response.getStatus());

  /** Sets how long a message stays with its receiver from now on. */
  public static final Rpc<ChangeInvisibleDurationRequest, ChangeInvisibleDurationResponse>
      CHANGE_LEASE =
          new Rpc<>(
              MessagingServiceGrpc.getChangeInvisibleDurationMethod(),
              ChangeInvisibleDurationResponse::getStatus);

  /** Makes a message a dead letter. */
  public static final Rpc<
          ForwardMessageToDeadLetterQueueRequest, ForwardMessageToDeadLetterQueueResponse>
      FORWARD_TO_DEAD_LETTERS =
          new Rpc<>(
              MessagingServiceGrpc.getForwardMessageToDeadLetterQueueMethod(),
              ForwardMessageToDeadLetterQueueResponse::getStatus);

  /** Looks an offset of a queue up. */
  public static final Rpc<QueryOffsetRequest, QueryOffsetResponse> QUERY_OFFSET =
      new Rpc<>(MessagingServiceGrpc.getQueryOffsetMethod(), QueryOffsetResponse::getStatus);

  /** A group's offset of a queue. */
  public static final Rpc<GetOffsetRequest, GetOffsetResponse> GET_OFFSET =
      new Rpc<>(MessagingServiceGrpc.getGetOffsetMethod(), GetOffsetResponse::getStatus);

  /** Sets a group's offset of a queue. */
  public static final Rpc<UpdateOffsetRequest, UpdateOffsetResponse> UPDATE_OFFSET =
      new Rpc<>(MessagingServiceGrpc.getUpdateOffsetMethod(), UpdateOffsetResponse::getStatus);

  /** Decides a transaction. */
  public static final Rpc<EndTransactionRequest, EndTransactionResponse> END_TRANSACTION =
      new Rpc<>(MessagingServiceGrpc.getEndTransactionMethod(), EndTransactionResponse::getStatus);

  /** Takes a delayed message back. */
  public static final Rpc<RecallMessageRequest, RecallMessageResponse> RECALL_MESSAGE =
      new Rpc<>(MessagingServiceGrpc.getRecallMessageMethod(), RecallMessageResponse::getStatus);

  /** Says that a client ends. */
  public static final Rpc<NotifyClientTerminationRequest, NotifyClientTerminationResponse>
      NOTIFY_TERMINATION =
          new Rpc<>(
              MessagingServiceGrpc.getNotifyClientTerminationMethod(),
              NotifyClientTerminationResponse::getStatus);

  /** The name of the call, for errors. */
  public String name() {
    return method.getBareMethodName();
  }
}
