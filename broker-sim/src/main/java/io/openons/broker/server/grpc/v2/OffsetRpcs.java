package io.openons.broker.server.grpc.v2;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.GetOffsetResponse;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.UpdateOffsetRequest;
import io.openons.proto.v2.UpdateOffsetResponse;
import java.util.concurrent.CompletableFuture;

/** Reading queues at offsets, and keeping the offsets of groups. */
final class OffsetRpcs {
  private final Broker broker;

  /** A read that ends early goes on where it began. */
  private final WaitingCalls<ReadResult> waiting = new WaitingCalls<>(null);

  OffsetRpcs(Broker broker) {
    this.broker = broker;
  }

  /** Answers whoever waits. */
  void close() {
    waiting.close();
  }

  void pullMessage(PullMessageRequest request, StreamObserver<PullMessageResponse> out) {
    ServerCallStreamObserver<PullMessageResponse> call =
        (ServerCallStreamObserver<PullMessageResponse>) out;
    CompletableFuture<ReadResult> read;
    try {
      CallInfo.current().requireClientId();
      read = broker.read(readRequest(request));
    } catch (RuntimeException e) {
      read = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<ReadResult> pending = read;
    DeliveryFormat receiver = CallInfo.current().receiver();
    waiting.add(pending);
    call.setOnCancelHandler(() -> pending.cancel(false));
    pending.whenComplete(
        (result, failure) -> {
          if (!call.isCancelled()) {
            answer(request, call, receiver, result, failure);
          }
        });
  }

  private static ReadRequest readRequest(PullMessageRequest request) {
    return new ReadRequest(
        Translate.name(request.getGroup()),
        topic(request.getMessageQueue()),
        request.getMessageQueue().getId(),
        request.getOffset(),
        Translate.filter(request.getFilterExpression()),
        request.getBatchSize(),
        ReceiveRpcs.waitTime(
            request.hasLongPollingTimeout()
                ? Translate.duration(request.getLongPollingTimeout())
                : Limits.MAX_POLLING));
  }

  private static void answer(
      PullMessageRequest request,
      ServerCallStreamObserver<PullMessageResponse> call,
      DeliveryFormat receiver,
      ReadResult result,
      Throwable failure) {
    if (failure != null) {
      call.onNext(frame(Statuses.of(failure)));
    } else if (result == null) {
      call.onNext(frame(Statuses.of(Code.MESSAGE_NOT_FOUND, "the broker stops")));
      call.onNext(PullMessageResponse.newBuilder().setNextOffset(request.getOffset()).build());
    } else {
      boolean found = !result.messages().isEmpty();
      call.onNext(
          frame(found ? Statuses.OK : Statuses.of(Code.MESSAGE_NOT_FOUND, "no new message")));
      for (StoredMessage stored : result.messages()) {
        call.onNext(
            PullMessageResponse.newBuilder()
                .setMessage(
                    Translate.message(request.getMessageQueue().getTopic(), stored, receiver))
                .build());
      }
      call.onNext(PullMessageResponse.newBuilder().setNextOffset(result.nextOffset()).build());
    }
    call.onCompleted();
  }

  private static PullMessageResponse frame(Status status) {
    return PullMessageResponse.newBuilder().setStatus(status).build();
  }

  void updateOffset(UpdateOffsetRequest request, StreamObserver<UpdateOffsetResponse> out) {
    Answers.now(
        out,
        status -> UpdateOffsetResponse.newBuilder().setStatus(status).build(),
        () -> {
          MessageQueue queue = request.getMessageQueue();
          broker.commitOffset(
              Translate.name(request.getGroup()), topic(queue), queue.getId(), request.getOffset());
          return UpdateOffsetResponse.newBuilder().setStatus(Statuses.OK).build();
        });
  }

  void getOffset(GetOffsetRequest request, StreamObserver<GetOffsetResponse> out) {
    Answers.now(
        out,
        status -> GetOffsetResponse.newBuilder().setStatus(status).build(),
        () -> {
          MessageQueue queue = request.getMessageQueue();
          long offset =
              broker.committedOffset(
                  Translate.name(request.getGroup()), topic(queue), queue.getId());
          return GetOffsetResponse.newBuilder().setStatus(Statuses.OK).setOffset(offset).build();
        });
  }

  void queryOffset(QueryOffsetRequest request, StreamObserver<QueryOffsetResponse> out) {
    Answers.now(
        out,
        status -> QueryOffsetResponse.newBuilder().setStatus(status).build(),
        () ->
            QueryOffsetResponse.newBuilder()
                .setStatus(Statuses.OK)
                .setOffset(offset(request))
                .build());
  }

  private long offset(QueryOffsetRequest request) {
    ResourceName topic = topic(request.getMessageQueue());
    int queue = request.getMessageQueue().getId();
    return switch (request.getQueryOffsetPolicy()) {
      case BEGINNING -> broker.beginOffset(topic, queue);
      case END -> broker.endOffset(topic, queue);
      case TIMESTAMP -> {
        if (!request.hasTimestamp()) {
          throw new BrokerException(Reason.BAD_REQUEST, "the policy TIMESTAMP needs a timestamp");
        }
        yield broker.offsetAt(topic, queue, Translate.millis(request.getTimestamp()));
      }
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "offset policy %d is unknown".formatted(request.getQueryOffsetPolicyValue()));
    };
  }

  private static ResourceName topic(MessageQueue queue) {
    return Translate.name(queue.getTopic());
  }
}
