package io.openons.broker.server.grpc.v2.rpc;

import io.grpc.stub.StreamObserver;
import io.openons.broker.core.Broker;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.PacedAnswer;
import io.openons.broker.server.grpc.call.WaitTime;
import io.openons.broker.server.grpc.translate.DeliveryFormat;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.broker.server.grpc.v2.call.Answers;
import io.openons.broker.server.grpc.v2.call.Statuses;
import io.openons.broker.server.grpc.v2.translate.DeliveredMessages;
import io.openons.broker.server.grpc.v2.translate.Filters;
import io.openons.broker.server.grpc.v2.translate.Names;
import io.openons.broker.server.net.WaitingCalls;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.GetOffsetResponse;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryOffsetResponse;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Status;
import io.openons.proto.v2.UpdateOffsetRequest;
import io.openons.proto.v2.UpdateOffsetResponse;
import java.util.List;
import java.util.stream.Stream;

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
    CallInfo info = CallInfo.current();
    PacedAnswer.later(
        out,
        waiting,
        () -> {
          info.requireClientId();
          return broker.read(readRequest(request));
        },
        unread -> {},
        (answer, result, failure) -> answer(request, answer, info, result, failure));
  }

  private static ReadRequest readRequest(PullMessageRequest request) {
    return new ReadRequest(
        Names.of(request.getGroup()),
        topic(request.getMessageQueue()),
        request.getMessageQueue().getId(),
        request.getOffset(),
        Filters.of(request.getFilterExpression()),
        request.getBatchSize(),
        WaitTime.within(
            request.hasLongPollingTimeout()
                ? Times.duration(request.getLongPollingTimeout())
                : Limits.MAX_POLLING));
  }

  private static void answer(
      PullMessageRequest request,
      PacedAnswer<PullMessageResponse> answer,
      CallInfo info,
      ReadResult result,
      Throwable failure) {
    if (failure != null) {
      answer.begin(List.of(frame(Statuses.of(failure))));
    } else if (result == null) {
      Status stops = Statuses.of(Code.MESSAGE_NOT_FOUND, "the broker stops");
      answer.begin(List.of(frame(stops), next(request.getOffset())));
    } else if (result.messages().isEmpty()) {
      Status none = Statuses.of(Code.MESSAGE_NOT_FOUND, "no new message");
      answer.begin(List.of(frame(none), next(result.nextOffset())));
    } else {
      long held = PacedAnswer.held(result.messages().stream());
      try {
        answer.begin(frames(request, info.receiver(), result), held);
      } catch (BrokerException refusal) {
        answer.begin(List.of(frame(Statuses.of(refusal))));
      }
    }
  }

  private static Stream<PullMessageResponse> frames(
      PullMessageRequest request, DeliveryFormat receiver, ReadResult result) {
    Resource topic = request.getMessageQueue().getTopic();
    Stream<PullMessageResponse> messages =
        result.messages().stream()
            .map(
                stored ->
                    PullMessageResponse.newBuilder()
                        .setMessage(DeliveredMessages.of(topic, stored, receiver))
                        .build());
    return Stream.concat(
        Stream.concat(Stream.of(frame(Statuses.OK)), messages),
        Stream.of(next(result.nextOffset())));
  }

  private static PullMessageResponse next(long offset) {
    return PullMessageResponse.newBuilder().setNextOffset(offset).build();
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
              Names.of(request.getGroup()), topic(queue), queue.getId(), request.getOffset());
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
              broker.committedOffset(Names.of(request.getGroup()), topic(queue), queue.getId());
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
        yield broker.offsetAt(topic, queue, Times.millis(request.getTimestamp()));
      }
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.BAD_REQUEST,
              "offset policy %d is unknown; use BEGINNING, END or TIMESTAMP"
                  .formatted(request.getQueryOffsetPolicyValue()));
    };
  }

  private static ResourceName topic(MessageQueue queue) {
    return Names.of(queue.getTopic());
  }
}
